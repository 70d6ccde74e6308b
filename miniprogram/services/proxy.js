// Acting for a household (代办): for whom, why and how the wish was heard, kept until the day is over, so that
// everything the leader then does for this household says so.
const drafts = require('./client/drafts');
const households = require('./households');
const identity = require('./identity');
const days = require('../utils/days');

/**
 * @typedef {object} OnBehalf
 * @property {number} member_id
 * @property {string} reason
 * @property {'in_person' | 'telephone'} channel
 */

/** @param {string | number} household */
const form = (household) => `proxy:${household}`;

/** @param {string | number} household @param {OnBehalf} behalf @param {string} name of whom I act for */
function begin(household, behalf, name) {
  drafts.keep(form(household), { on: days.today(), behalf, name });
}

/** @param {string | number | null | undefined} household @returns {{ behalf: OnBehalf, name: string } | null} */
function found(household) {
  const kept = household ? drafts.find(form(household)) : null;
  return kept && kept.on === days.today() ? kept : null;
}

/** For whom I act in this household today, or null. @param {string | number | null | undefined} household
 * @returns {OnBehalf | null} */
function onBehalfOf(household) {
  const kept = found(household);
  return kept && kept.behalf;
}

/** Whom I act for in this household today, or ''. @param {string | number | null | undefined} household */
function nameOf(household) {
  const kept = found(household);
  return kept ? kept.name : '';
}

/**
 * An act as it is sent: with whom it is for, when I act for a household; as it was, for my own.
 * @param {string | number | null | undefined} household the one a page was opened for, if it is not my own
 * @param {Parameters<typeof import('./client/outbox').act>[0]} wanted
 */
function inNameOf(household, wanted) {
  const behalf = onBehalfOf(household);
  return behalf ? { ...wanted, data: { ...wanted.data, on_behalf: behalf } } : wanted;
}

/**
 * Whose business a page is about: of the household it was opened for, else of my own.
 * @param {{ household?: string }} query
 * @returns {Promise<any>} who I am, as `identity.me` tells it, with that household
 */
async function served({ household }) {
  const me = await identity.me();
  if (!household) return me;
  const { id, label, village_id: village, village_name: villageName } = await households.one(household);
  return { ...me, household_id: id, household_label: label, village_id: village, village_name: villageName };
}

/** @param {string | number} household */
function end(household) {
  drafts.drop(form(household));
}

module.exports = { begin, end, inNameOf, nameOf, onBehalfOf, served };
