// Corrections that people asked for in what is kept of them.
const { get } = require('../client/reading');

/** What is due first comes first. @param {string} village @param {number} [after] */
const waiting = (village, after) => get('/corrections', { village_id: village, after, size: 20 });

/** @param {number} id @param {boolean} accepts @param {string} answer @param {string} label */
const decision = (id, accepts, answer, label) => ({
  label,
  path: `/corrections/${id}/decision`,
  data: { accepts, answer: answer.trim() || null },
  slot: `correction:${id}`,
});

module.exports = { decision, waiting };
