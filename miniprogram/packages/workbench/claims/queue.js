// The queue of claims as rows: which are confirmed together, which stand apart, and what became of each.
const days = require('../../../utils/days');
const texts = require('../../../texts/leaders/claims');

const DONE = ['confirmed', 'first_confirmed'];
const MARKS = /** @type {Record<string, { tone: string, word: string }>} */ ({
  confirmed: { tone: 'good', word: texts.confirmed },
  first_confirmed: { tone: 'waiting', word: texts.firstConfirmed },
});
const NOT_DONE = { tone: 'attention', word: texts.notConfirmed };

/** @param {any} claim */
function row(claim) {
  return {
    id: claim.id,
    household: claim.household_label,
    deed: texts.deed(claim.rule_title, claim.quantity),
    when: texts.doneOn(days.sayDay(claim.deed_on)),
    gain: texts.gain(claim.points),
    note: claim.note,
    second: claim.is_first_confirmed ? texts.second : '',
    blocked: claim.blocked || '',
    isOpen: claim.actions.includes('confirm'),
    isChosen: claim.actions.includes('confirm'),
  };
}

/** What she may confirm is chosen already; what she may not stands apart with the service's words; what other
 * offices confirm is not her queue. @param {any[]} claims */
function sorted(claims) {
  const rows = claims.map(row);
  return { together: rows.filter(({ isOpen }) => isOpen), apart: rows.filter(({ isOpen, blocked }) => !isOpen && blocked) };
}

/** @param {any[]} together @returns {number[]} */
function chosen(together) {
  return together.filter(({ isChosen }) => isChosen).map(({ id }) => id);
}

/** What became of each, what was not done first. @param {any[]} rows @param {any[]} answers */
function results(rows, answers) {
  const lines = answers.map((answer) => {
    const { household, deed } = rows.find(({ id }) => id === answer.claim_id);
    const mark = MARKS[answer.outcome] || NOT_DONE;
    return { id: answer.claim_id, household, deed, detail: answer.detail, mark };
  });
  const isDone = (/** @type {any} */ line) => line.mark !== NOT_DONE;
  const others = notDone(answers).length;
  return {
    title: summary(answers.length - others, others),
    lines: [...lines.filter((line) => !isDone(line)), ...lines.filter(isDone)],
  };
}

/** @param {any[]} answers @returns {number[]} the claims that were not confirmed */
function notDone(answers) {
  return answers.filter(({ outcome }) => !DONE.includes(outcome)).map(({ claim_id: id }) => id);
}

/** @param {number} done @param {number} others */
function summary(done, others) {
  if (!others) return texts.allDone(done);
  return done ? texts.someDone(done, others) : texts.noneDone;
}

module.exports = { chosen, notDone, results, sorted };
