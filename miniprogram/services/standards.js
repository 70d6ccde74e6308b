// The 18 standards (绿色家庭标准).
const { getPublic } = require('./client/reading');

/** @param {string} zone rural or urban */
const list = (zone) => getPublic('/standards', { zone });

module.exports = { list };
