// My data (我的资料): what is kept of me, what should be put right, and what closing my account would mean.
const { get } = require('./client/reading');

const data = () => get('/me/data');

/** What would go, what stays, and what must be settled before. */
const closing = () => get('/me/closing');

module.exports = { data, closing };
