// One question as the page shows it: pure, so that it can be tested without a page.
const { checkedWords } = require('../../../utils/checked');
const { photoLines } = require('../../../utils/photo-lines');
const texts = require('../../../texts/assessments');

/** Where to go on: the clause asked for, else the first without an answer, else the end (-1).
 * @param {any[]} clauses @param {string} [code] @returns {number} */
function startAt(clauses, code) {
  const wanted = clauses.findIndex((clause) => clause.code === code);
  return wanted >= 0 ? wanted : clauses.findIndex((clause) => !clause.answer);
}

/** Of one answer. */
const PHOTOS_MAX = 3;

/** Whether a photo can show it. @param {any} clause */
const takesPhotos = ({ evidence = [] }) => evidence.includes('photo');

/** @param {any[]} clauses @param {number} index */
function questionOf(clauses, index) {
  const clause = clauses[index];
  const answered = clauses.filter((other) => other.answer).length;
  const remark = clause.remarks[clause.remarks.length - 1];
  const choices = choicesOf(clause);
  return {
    code: clause.code,
    category: clause.category,
    title: clause.title,
    text: clause.text,
    answer: clause.answer || '',
    remark: remark ? checkedWords(remark.reason, remark.reason_state) : '',
    choices,
    takesPhotos: takesPhotos(clause),
    photos: photoLines(clause.photos),
    room: PHOTOS_MAX - (clause.photos || []).length,
    spoken: [texts.ask(clause.title), clause.text, ...choices.map(({ word }) => word)].join('。'),
    progress: texts.progress(index + 1, clauses.length),
    answered: texts.answered(answered),
    percent: Math.round((100 * answered) / clauses.length),
    isFirst: index === 0,
    isLast: index === clauses.length - 1,
  };
}

/** @param {any} clause */
function choicesOf({ allows_not_applicable: mayBeAbsent }) {
  const values = /** @type {('yes' | 'no' | 'na')[]} */ (mayBeAbsent ? ['yes', 'no', 'na'] : ['yes', 'no']);
  return values.map((value) => ({ value, word: texts.choices[value] }));
}

module.exports = { startAt, questionOf, takesPhotos };
