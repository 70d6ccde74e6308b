// Printed codes: what one is to this person, and codes to be printed.
const { get } = require('./client/reading');

/** What a code offers to me. @param {string} scene */
const opened = (scene) => get(`/codes/${encodeURIComponent(scene)}`);

/** All that a door, a card, a shop or an activity ever had, newest first; the valid one with its picture.
 * @param {string} kind @param {string} target */
const history = (kind, target) => get('/codes', { kind, target_id: target });

/** Of a door, a card, a shop or an activity; twice gives the same one. @param {string} kind
 * @param {string | number} target @param {string} label */
const issuing = (kind, target, label) => ({
  label,
  path: '/codes',
  data: { kind, target_id: Number(target) },
  slot: `code:${kind}:${target}`,
});

/** @param {number} id @param {string} reason @param {string} label */
const revoking = (id, reason, label) => ({ label, path: `/codes/${id}/revocation`, data: { reason } });

/** Revoke it and have a new one at once. @param {number} id @param {string} reason @param {string} label */
const reissuing = (id, reason, label) => ({ label, path: `/codes/${id}/reissue`, data: { reason } });

module.exports = { history, issuing, opened, reissuing, revoking };
