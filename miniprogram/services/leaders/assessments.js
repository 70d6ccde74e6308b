// Self-assessments as those see them who review.
const { get } = require('../client/reading');

/** Those handed in, oldest first. @param {string} village @param {number} [after] */
const waiting = (village, after) => get('/assessments', { village_id: village, state: 'submitted', after, size: 20 });

/** One with its wording, answers and remarks. @param {string} id */
const one = (id) => get(`/assessments/${id}`);

/** `submission` is the round she looked at. @param {number} id @param {number} submission @param {string} label */
const confirmation = (id, submission, label) => ({
  label,
  path: `/assessments/${id}/confirmation`,
  data: { submission },
});

/** @param {number} id @param {number} submission @param {{ code: string, reason: string }[]} remarks
 * @param {string} label */
const returning = (id, submission, remarks, label) => ({
  label,
  path: `/assessments/${id}/return`,
  data: { submission, remarks },
});

module.exports = { waiting, one, confirmation, returning };
