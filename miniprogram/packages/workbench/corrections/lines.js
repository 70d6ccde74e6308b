// Corrections as a leader reads and decides them.
const days = require('../../../utils/days');
const texts = require('../../../texts/leaders/privacy');

const BLANK = { accepts: '', answer: '' };

/** @param {any} one */
function line({ id, field, says_now: now, wanted, member_name: name, household_label: label, ...one }) {
  const known = /** @type {keyof typeof texts.fields} */ (field);
  return {
    id,
    field: texts.fields[known],
    now: now ? texts.now(worded(now)) : '',
    wanted: wanted ? texts.wanted(worded(wanted)) : texts.notForYou,
    from: texts.askedBy(name, label, days.sayDayOf(one.asked_at)),
    acceptHint: texts.acceptHints[known],
    may: one.actions.includes('decide'),
    mark: markOf(one),
  };
}

/** A relation is a word of the service's. @param {string} value */
const worded = (value) => /** @type {Record<string, string>} */ (texts.relations)[value] || value;

/** @param {any} due */
const markOf = ({ due_on: due, is_overdue: isOverdue }) =>
  isOverdue ? { tone: 'attention', word: texts.overdue } : { tone: 'waiting', word: texts.dueOn(days.sayDay(due)) };

/** Who is told no is told why. @param {typeof BLANK} form */
function isComplete({ accepts, answer }) {
  const { length } = answer.trim();
  return (accepts !== '' && length >= 2) || (accepts === 'yes' && length === 0);
}

module.exports = { BLANK, isComplete, line };
