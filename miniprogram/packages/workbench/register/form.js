// The form of a new household and of its members, as typed and as the service takes it.
const { isGuarded } = require('../../../utils/ages');

/** @typedef {typeof BLANK_MEMBER} Member */

/** A minor has a birthday, and under 14 a guardian who agreed, for a reason and in a way. */
const BLANK_MEMBER = { name: '', relation: '', phone: '', isMinor: false, bornOn: '', guardian: '', reason: '', channel: '' };
const BLANK = { group: '', number: '', members: [{ ...BLANK_MEMBER, relation: 'head' }] };

/** @param {Member} member */
const needsGuardian = (member) => isMinorOf(member) && isGuarded(member.bornOn);

/** A head is grown up, whatever was chosen before. @param {Member} member */
const isMinorOf = ({ isMinor, relation }) => isMinor && relation !== 'head';

/** @param {Member} member @returns {boolean} whether it can be sent */
function isMember(member) {
  const { name, relation, bornOn } = member;
  return name.trim() !== '' && relation !== '' && (!isMinorOf(member) || bornOn !== '') && (!needsGuardian(member) || hasGuardian(member));
}

/** What stays on the phone until it is registered: no birthday. @param {typeof BLANK} form */
const draftOf = (form) => ({ ...form, members: form.members.map((member) => ({ ...member, bornOn: '' })) });

/** The draft, with the birthdays that were typed since this page was opened.
 * @param {typeof BLANK} kept @param {typeof BLANK} typed */
function withBirthdays(kept, typed) {
  const bornOn = (/** @type {number} */ index) => (typed.members[index] || BLANK_MEMBER).bornOn;
  return { ...kept, members: kept.members.map((member, index) => ({ ...member, bornOn: bornOn(index) })) };
}

/** @param {Member} member */
const hasGuardian = ({ guardian, reason, channel }) => guardian !== '' && reason.trim().length >= 2 && channel !== '';

/** @param {typeof BLANK} form @returns {boolean} whether it can be sent */
function isComplete({ group, members }) {
  return group.trim() !== '' && members.every(isMember);
}

/** @param {Member} member */
function memberFields(member) {
  const { name, relation, phone, bornOn } = member;
  return {
    name: name.trim(),
    relation,
    phone: phone.trim() || null,
    ...(isMinorOf(member) ? { born_on: bornOn } : {}),
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

module.exports = {
  BLANK,
  BLANK_MEMBER,
  draftOf,
  householdFields,
  isComplete,
  isMember,
  memberFields,
  needsGuardian,
  withBirthdays,
};
