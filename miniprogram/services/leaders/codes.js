// Codes to be printed: of a door, a card, a shop, an activity.
const { get } = require('../client/reading');

/** Twice gives the same one. @param {string} kind @param {string} target @param {string} label */
const issuing = (kind, target, label) => ({
  label,
  path: '/codes',
  data: { kind, target_id: Number(target) },
  slot: `code:${kind}:${target}`,
});

/** @param {number} id @param {string} label */
const revoking = (id, label) => ({ label, path: `/codes/${id}/revocation` });

/** @param {string} id */
const activity = (id) => get(`/activities/${id}`);

module.exports = { issuing, revoking, activity };
