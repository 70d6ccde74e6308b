// Households as a leader keeps them: the list, who lives there, who wants to join, and their codes.
const { get } = require('../client/reading');

/** Found by number, name or group. @param {string | number | null} village @param {string} find @param {number} [after] */
const list = (village, find, after) => get('/households', { village_id: village, find, after, size: 20 });

/** @param {string | number} id */
const one = (id) => get(`/households/${id}`);

/** @param {Record<string, any>} typed @param {string} label */
const registration = (typed, label) => ({ label, path: '/households', data: typed });

/** @param {string} id @param {Record<string, any>} member @param {string} label */
const newMember = (id, member, label) => ({ label, path: `/households/${id}/members`, data: member });

/** A code for one person, good for 72 hours. @param {string} id @param {string} label */
const joinCode = (id, label) => ({ label, path: `/households/${id}/join-codes` });

/** She will confirm nothing there. @param {number} id @param {string} label */
const relative = (id, label) => ({ label, path: '/declared-relatives', data: { household_id: id } });

/** The households she declared, oldest first. @param {number} [after] */
const relatives = (after) => get('/declared-relatives', { after, size: 20 });

/** No longer a relative's household. @param {number} id of the declaration @param {string} label */
const withdrawal = (id, label) => ({ label, path: `/declared-relatives/${id}/withdrawal`, slot: `relative:${id}` });

/** Who waits, in a village or at one door. @param {{ village?: string, household?: string }} where
 * @param {number} [after] */
const joins = ({ village, household }, after) =>
  household
    ? get(`/households/${household}/join-requests`, { after, size: 20 })
    : get('/join-requests', { village_id: village, after, size: 20 });

/** @param {number} id @param {number | null} member whom the applicant is; null makes a new member
 * @param {string} label */
const approval = (id, member, label) => ({ label, path: `/join-requests/${id}/approval`, data: { member_id: member } });

/** @param {number} id @param {string} label */
const refusal = (id, label) => ({ label, path: `/join-requests/${id}/refusal` });

/** What its people could sign up for. @param {number} village */
const activities = (village) => get('/activities', { village_id: village, size: 20 });

/** Begin this year's self-assessment; repeated, it is the same one. @param {string} id @param {string} label */
const assessment = (id, label) => ({ label, path: `/households/${id}/assessments` });

module.exports = {
  activities,
  approval,
  assessment,
  joinCode,
  joins,
  list,
  newMember,
  one,
  refusal,
  registration,
  relative,
  relatives,
  withdrawal,
};
