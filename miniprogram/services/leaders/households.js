// Households as a leader keeps them: the list, new ones and new members, who wants to join, and her own relatives.
const { get } = require('../client/reading');
const { requests } = require('../households');

const PUT = /** @type {'PUT'} */ ('PUT');

/** Found by number, name or group. @param {string | number | null} village @param {string} find @param {number} [after] */
const list = (village, find, after) => get('/households', { village_id: village, find, after, size: 20 });

/** @param {Record<string, any>} typed @param {string} label */
const registration = (typed, label) => ({ label, path: '/households', data: typed });

/** @param {string} id @param {Record<string, any>} member @param {string} label */
const newMember = (id, member, label) => ({ label, path: `/households/${id}/members`, data: member });

/** Whether it lives in the village. @param {string} id @param {string} status @param {string} label */
const status = (id, status, label) => ({
  label,
  method: PUT,
  path: `/households/${id}/status`,
  data: { status },
  slot: `status:${id}`,
});

/** Another head. @param {string} id @param {Record<string, any>} change @param {string} label */
const head = (id, change, label) => ({ label, method: PUT, path: `/households/${id}/head`, data: change });

/** She will confirm nothing there. @param {number} id @param {string} label */
const relative = (id, label) => ({ label, path: '/declared-relatives', data: { household_id: id } });

/** The households she declared, oldest first. @param {number} [after] */
const relatives = (after) => get('/declared-relatives', { after, size: 20 });

/** No longer a relative's household. @param {number} id of the declaration @param {string} label */
const withdrawal = (id, label) => ({ label, path: `/declared-relatives/${id}/withdrawal`, slot: `relative:${id}` });

/** Who waits, in a village or at one door. @param {{ village?: string, household?: string }} where
 * @param {number} [after] */
const joins = ({ village, household }, after) =>
  household ? requests(household, after) : get('/join-requests', { village_id: village, after, size: 20 });

module.exports = { head, joins, list, newMember, registration, relative, relatives, status, withdrawal };
