// What waits for a leader, and what she tells households that have no phone.
const { get } = require('../client/reading');

/** One tile for each pile of work. */
const tiles = () => get('/workbench');

/** @param {number} [after] what nobody has told yet, oldest first */
const untold = (after) => get('/in-person-messages', { after, size: 20 });

/** @param {number} id @param {string} label */
const telling = (id, label) => ({ label, path: `/in-person-messages/${id}/telling`, slot: `telling:${id}` });

module.exports = { tiles, untold, telling };
