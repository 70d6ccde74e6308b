// Texts and photos upon which people decide whether they are shown, and what readers reported.
const { get } = require('../client/reading');

const PAGE = 20;

/** What waits longest comes first. @param {number} [after] */
const waiting = (after) => get('/text-checks', { after, size: PAGE });

/** @param {number} id @param {boolean} passes @param {string} label */
const decision = (id, passes, label) => ({
  label,
  path: `/text-checks/${id}/decision`,
  data: { passes },
  slot: `text-check:${id}`,
});

/** Each with a link that is good for some minutes. @param {number} [after] */
const photos = (after) => get('/photo-checks', { after, size: PAGE });

/** @param {number} id @param {boolean} passes @param {string} label */
const photoDecision = (id, passes, label) => ({
  label,
  path: `/photo-checks/${id}/decision`,
  data: { passes },
  slot: `photo-check:${id}`,
});

/** @param {number} [after] */
const reports = (after) => get('/reports', { after, size: PAGE });

/** @param {number} id @param {boolean} hides @param {string} label */
const reportDecision = (id, hides, label) => ({
  label,
  path: `/reports/${id}/decision`,
  data: { hides },
  slot: `report:${id}`,
});

module.exports = { decision, photoDecision, photos, reportDecision, reports, waiting };
