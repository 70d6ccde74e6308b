// My household at first sight.
const { get } = require('./client/reading');

/** One request for the whole first page. */
const home = () => get('/home');

module.exports = { home };
