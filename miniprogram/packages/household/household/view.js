// My household as the page shows it: pure, so that it can be tested without a page.
const { mayBeMinor } = require('../../../utils/ages');
const days = require('../../../utils/days');
const birthday = require('../../../texts/birthday');
const checked = require('../../../texts/checked');
const texts = require('../../../texts/household');

/** @param {string} relation */
const relationWord = (relation) => /** @type {Record<string, string>} */ (texts.relations)[relation];

/** @param {any} household */
function householdOf({ id, label, village_name: village, number, group_name: group, members, actions }) {
  return {
    id,
    label,
    village,
    number: texts.number(number, group),
    mayInvite: actions.includes('invite'),
    mayDecide: actions.includes('decide_requests'),
    mayAddChild: actions.includes('add_child'),
    members: members.map((/** @type {any} */ member) => memberOf(member, { id, actions })),
  };
}

/** A child without a phone is her guardians' affair. @param {any} member
 * @param {{ id: number, actions: string[] }} household */
function memberOf({ id, name, relation, phone, is_minor: isMinor, has_joined: hasJoined }, { id: household, actions }) {
  const mayTell = actions.includes('tell_birth_day') && !hasJoined && mayBeMinor({ relation });
  return {
    id,
    name,
    hint: [relationWord(relation), phone].filter(Boolean).join(' '),
    hasJoined,
    mayTakeBack: actions.includes('add_child') && isMinor && !hasJoined,
    takeBackOf: texts.takeBackOf(name),
    birthDay: mayTell ? `/packages/household/birth-day/birth-day?household=${household}&member=${id}` : '',
    tell: isMinor ? birthday.tellAnew : birthday.tell,
    tellOf: birthday.tellOf(name),
    mark: markOf(isMinor, hasJoined),
  };
}

/** @param {boolean} isMinor @param {boolean} hasJoined */
function markOf(isMinor, hasJoined) {
  if (hasJoined) return { tone: 'good', word: texts.joined };
  return { tone: 'plain', word: isMinor ? texts.child : texts.notJoined };
}

/** @param {any} request */
function requestOf({ id, name: shown, relation, requested_at: at, actions }) {
  const name = shown || checked.somebody;
  return {
    id,
    name,
    asks: texts.asks(relationWord(relation)),
    askedAt: texts.askedAt(days.sayMoment(at)),
    approveWho: texts.approveWho(name),
    refuseWho: texts.refuseWho(name),
    mayApprove: actions.includes('approve'),
    mayRefuse: actions.includes('refuse'),
  };
}

/** Whom an applicant may be: a registered member without a phone here, or somebody new ('').
 * @param {{ id: number, name: string, hint: string, hasJoined: boolean }[]} members */
function candidatesOf(members) {
  const known = members.filter(({ hasJoined }) => !hasJoined);
  return [
    ...known.map(({ id, name, hint }) => ({ value: String(id), word: name, hint })),
    { value: '', word: texts.newMember, hint: '' },
  ];
}

/** @param {{ code: string, expires_at: string }} issued */
function invitationOf({ code, expires_at: until }) {
  return { code, hint: texts.codeHint(days.sayMoment(until)), spoken: texts.spoken(code) };
}

module.exports = { householdOf, requestOf, candidatesOf, invitationOf };
