// The form of a new household and of its members, as typed and as the service takes it.

/** @typedef {{ name: string, relation: string, phone: string }} Member */

/** @type {Member} */
const BLANK_MEMBER = { name: '', relation: '', phone: '' };
const BLANK = { group: '', number: '', members: [{ ...BLANK_MEMBER, relation: 'head' }] };

/** @param {Member} member @returns {boolean} whether it can be sent */
function isMember({ name, relation }) {
  return name.trim() !== '' && relation !== '';
}

/** @param {typeof BLANK} form @returns {boolean} whether it can be sent */
function isComplete({ group, members }) {
  return group.trim() !== '' && members.every(isMember);
}

/** @param {Member} member */
function memberFields({ name, relation, phone }) {
  return { name: name.trim(), relation, phone: phone.trim() || null };
}

/** @param {string} village @param {typeof BLANK} form */
function householdFields(village, { group, number, members }) {
  return {
    village_id: Number(village),
    group_name: group.trim(),
    number: number.trim() || null,
    members: members.map(memberFields),
  };
}

module.exports = { BLANK, BLANK_MEMBER, householdFields, isComplete, isMember, memberFields };
