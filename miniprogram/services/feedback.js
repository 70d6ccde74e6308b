// Complaints, suggestions and questions (投诉建议).
const { get } = require('./client/reading');

/** Mine, newest first. */
const mine = () => get('/feedback', { size: 20 });

/** @param {{ kind: string, text: string }} typed @param {number | null} village null: that of my household
 * @param {string} label */
const send = ({ kind, text }, village, label) => ({
  label,
  path: '/feedback',
  data: { kind, text, ...(village === null ? {} : { village_id: village }) },
});

module.exports = { mine, send };
