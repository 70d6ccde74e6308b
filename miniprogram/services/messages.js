// What my household was told.
const { get } = require('./client/reading');

/** @param {number} [after] */
const list = (after) => get('/messages', { after, size: 20 });

/** @param {number} id @param {string} label */
const reading = (id, label) => ({ label, path: `/messages/${id}/reading`, slot: `message:${id}` });

module.exports = { list, reading };
