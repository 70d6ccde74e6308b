// Printed codes: what one is to this person, and codes to be printed.
const { get } = require('./client/reading');

/** What a code offers to me. @param {string} scene */
const opened = (scene) => get(`/codes/${scene}`);

/** Of a door, a card, a shop or an activity; twice gives the same one. @param {string} kind
 * @param {string | number} target @param {string} label */
const issuing = (kind, target, label) => ({
  label,
  path: '/codes',
  data: { kind, target_id: Number(target) },
  slot: `code:${kind}:${target}`,
});

/** @param {number} id @param {string} label @param {'lost' | 'copied' | 'worn' | 'other'} [reason] */
const revoking = (id, label, reason = 'other') => ({ label, path: `/codes/${id}/revocation`, data: { reason } });

module.exports = { issuing, opened, revoking };
