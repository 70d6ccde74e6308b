// Feedback that waits for an answer.
const { get } = require('../client/reading');

/** What is due first comes first. @param {string} village @param {number} [after] */
const waiting = (village, after) => get('/feedback', { village_id: village, after, size: 20 });

/** @param {number} id @param {string} text @param {string} label */
const answer = (id, text, label) => ({ label, path: `/feedback/${id}/answer`, data: { text } });

module.exports = { waiting, answer };
