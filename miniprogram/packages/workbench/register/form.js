// The form of a new household and of its members, as typed and as the service takes it.
const { isGuarded } = require('../../../utils/ages');

/** @typedef {typeof BLANK_MEMBER} Member */

/** A minor has a birthday, and under 14 a guardian who agreed, for a reason and in a way. */
const BLANK_MEMBER = { name: '', relation: '', phone: '', isMinor: false, bornOn: '', guardian: '', reason: '', channel: '' };
const BLANK = { group: '', number: '', members: [{ ...BLANK_MEMBER, relation: 'head' }] };

/** @param {Member} member */
const needsGuardian = ({ isMinor, bornOn }) => isMinor && isGuarded(bornOn);

/** @param {Member} member @returns {boolean} whether it can be sent */
function isMember(member) {
  const { name, relation, isMinor, bornOn } = member;
  return name.trim() !== '' && relation !== '' && (!isMinor || bornOn !== '') && (!needsGuardian(member) || hasGuardian(member));
}

/** @param {Member} member */
const hasGuardian = ({ guardian, reason, channel }) => guardian !== '' && reason.trim().length >= 2 && channel !== '';

/** @param {typeof BLANK} form @returns {boolean} whether it can be sent */
function isComplete({ group, members }) {
  return group.trim() !== '' && members.every(isMember);
}

/** @param {Member} member */
function memberFields(member) {
  const { name, relation, phone, isMinor, bornOn } = member;
  return {
    name: name.trim(),
    relation,
    phone: phone.trim() || null,
    ...(isMinor ? { born_on: bornOn } : {}),
    ...(needsGuardian(member) ? guardianFields(member) : {}),
  };
}

/** @param {Member} member */
function guardianFields({ guardian, reason, channel }) {
  const id = Number(guardian);
  return { guardian_member_id: id, on_behalf: { member_id: id, reason: reason.trim(), channel } };
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

module.exports = { BLANK, BLANK_MEMBER, householdFields, isComplete, isMember, memberFields, needsGuardian };
