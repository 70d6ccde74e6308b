// Reports (举报): that something shown is untrue, hurts or should not be seen; once for each person and thing.

/** @typedef {'activity' | 'notice' | 'photo' | 'feedback_answer' | 'claim_note'} Kind */

/** @param {Kind} kind @param {number} object @param {string} reason @param {string} label */
const report = (kind, object, reason, label) => ({
  label,
  path: '/reports',
  data: { kind, object_id: object, reason },
  slot: `report:${kind}:${object}`,
});

module.exports = { report };
