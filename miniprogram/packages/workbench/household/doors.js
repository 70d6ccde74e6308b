// What the service lets a leader open from a household's page.
const { mayBeMinor } = require('../../../utils/ages');
const birthday = require('../../../texts/birthday');
const texts = require('../../../texts/leaders/households');

const ROOT = '/packages/workbench';

/** @type {Record<string, string>} */
const statuses = texts.statuses;

/** @param {any} household */
function doors({ id, actions, status, members }) {
  const code = (/** @type {string} */ kind) => `${ROOT}/codes/codes?kind=${kind}&target=${id}`;
  return [
    { action: 'print_code', icon: 'scan', title: texts.doorPlate, hint: texts.doorPlateHint, to: code('door_plate') },
    { action: 'print_code', icon: 'person', title: texts.card, hint: texts.cardHint, to: code('card') },
    { action: 'decide_requests', icon: 'bell', title: texts.decideRequests, to: `${ROOT}/joins/joins?household=${id}` },
    { action: 'set_status', icon: 'home', title: texts.status, hint: statuses[status], to: `${ROOT}/status/status?household=${id}` },
    ...(members.length > 1 ? [{ action: 'change_head', icon: 'family', title: texts.changeHead, to: `${ROOT}/head/head?household=${id}` }] : []),
  ].filter(({ action }) => actions.includes(action));
}

/** @param {any} member */
function memberLine(member) {
  return {
    id: member.id,
    name: member.name,
    relation: texts.relations[/** @type {keyof typeof texts.relations} */ (member.relation)],
    mark: member.has_joined ? { tone: 'good', word: texts.hasJoined } : { tone: 'plain', word: texts.hasNotJoined },
  };
}

/** Grown-ups who may agree for a child. @param {any[]} members */
const guardians = (members) => members.filter(({ is_minor: isMinor }) => !isMinor).map(memberLine);

/** What a leader may open for one member: a minor's name, when somebody was born, and the consents of who has no phone.
 * @param {any} member @param {any} household */
function memberDoors(member, { id: household, actions }) {
  const { id, name, is_minor: isMinor, has_joined: hasJoined } = member;
  const of = `household=${household}&member=${id}`;
  const hidden = { word: texts.seeName, whose: texts.seeName, to: `${ROOT}/disclosure/disclosure?${of}` };
  const birthDay = {
    word: isMinor ? birthday.tellAnew : birthday.tell,
    whose: birthday.tellOf(name),
    to: `/packages/household/birth-day/birth-day?${of}`,
  };
  const consents = { word: texts.consents, whose: texts.consentsOf(name), to: `${ROOT}/consents/consents?${of}` };
  return [
    ...(isMinor && actions.includes('disclose_minor') ? [hidden] : []),
    ...(mayBeMinor(member) && actions.includes('tell_birth_day') ? [birthDay] : []),
    ...(!hasJoined && actions.includes('act_for') ? [consents] : []),
  ];
}

/** @param {any} household */
const memberLines = (household) =>
  household.members.map((/** @type {any} */ member) => ({ ...memberLine(member), doors: memberDoors(member, household) }));

module.exports = { doors, guardians, memberLine, memberLines };
