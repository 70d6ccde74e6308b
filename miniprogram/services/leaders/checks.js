// Texts upon which people decide whether they are shown.
const { get } = require('../client/reading');

/** What waits longest comes first. @param {number} [after] */
const waiting = (after) => get('/text-checks', { after, size: 20 });

/** @param {number} id @param {boolean} passes @param {string} label */
const decision = (id, passes, label) => ({
  label,
  path: `/text-checks/${id}/decision`,
  data: { passes },
  slot: `text-check:${id}`,
});

module.exports = { waiting, decision };
