// The rules as a leader reads them, and the form of the village's resolution as typed and as the service takes it.
const days = require('../../../utils/days');
const texts = require('../../../texts/leaders/rules');

const MINUTES_LEAST = 5;
const BLANK = { resolvedOn: '', attendees: '', minutes: '' };

/** @typedef {typeof BLANK} Form */

/** @param {Form} form @returns {boolean} whether it can be sent */
function isComplete({ resolvedOn, attendees, minutes }) {
  return resolvedOn !== '' && Number(attendees) > 0 && minutes.trim().length >= MINUTES_LEAST;
}

/** @param {number} ruleSet @param {Form} form */
function fieldsOf(ruleSet, { resolvedOn, attendees, minutes }) {
  return {
    rule_set_id: ruleSet,
    resolved_on: resolvedOn,
    attendees: Number(attendees),
    minutes: minutes.trim(),
  };
}

/** A version with its caps. @param {any} set */
function versionCard(set) {
  return {
    id: set.id,
    version: set.version,
    title: texts.version(set.version),
    facts: [
      texts.monthCap(set.household_month_cap),
      texts.yearCap(set.household_year_cap),
      texts.noticeDays(set.notice_working_days),
    ],
  };
}

/** What holds, and what a meeting could resolve to use. @param {any} rules */
function shownRules({ rule_set: current, newest, effective_on: since, items, note }) {
  const isNewest = Boolean(current && newest && current.id === newest.id);
  return {
    note,
    current: current && {
      ...versionCard(current),
      since: texts.since(days.sayDay(since)),
      count: texts.counts(items.length),
    },
    newest: newest && versionCard(newest),
    isNewest,
  };
}

module.exports = { BLANK, fieldsOf, isComplete, shownRules };
