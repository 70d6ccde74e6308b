// Acting for a household (代办): for whom, why and how the wish was heard, kept until the day is over, so that
// everything the leader then does for this household says so.
const drafts = require('./client/drafts');
const days = require('../utils/days');

/**
 * @typedef {object} OnBehalf
 * @property {number} member_id
 * @property {string} reason
 * @property {'in_person' | 'telephone'} channel
 */

/** @param {string | number} household */
const form = (household) => `proxy:${household}`;

/** @param {string | number} household @param {OnBehalf} behalf */
function begin(household, behalf) {
  drafts.keep(form(household), { on: days.today(), behalf });
}

/** For whom I act in this household today, or null. @param {string | number | null | undefined} household
 * @returns {OnBehalf | null} */
function onBehalfOf(household) {
  const kept = household ? drafts.find(form(household)) : null;
  return kept && kept.on === days.today() ? kept.behalf : null;
}

/** What a write takes along: nothing for my own household. @param {string | number | null | undefined} household
 * @returns {{ on_behalf?: OnBehalf }} */
function behalf(household) {
  const found = onBehalfOf(household);
  return found ? { on_behalf: found } : {};
}

/** @param {string | number} household */
function end(household) {
  drafts.drop(form(household));
}

module.exports = { begin, behalf, end, onBehalfOf };
