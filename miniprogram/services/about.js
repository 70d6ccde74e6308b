// Who runs this service, and its filing numbers.
const { getPublic } = require('./client/reading');

const about = () => getPublic('/about');

module.exports = { about };
