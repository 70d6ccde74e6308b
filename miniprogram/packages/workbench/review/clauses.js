// The clauses of an assessment under review, as rows.
const { photoLines } = require('../../../utils/photo-lines');
const { checkedWords } = require('../../../utils/checked');
const photoTexts = require('../../../texts/photos');
const texts = require('../../../texts/leaders/reviews');

const TONES = /** @type {Record<string, string>} */ ({ yes: 'good', no: 'attention', na: 'plain' });

/** @param {any} clause */
function row(clause) {
  const answer = /** @type {keyof typeof texts.answers} */ (clause.answer);
  return {
    code: clause.code,
    title: texts.clause(clause.position, clause.title),
    text: clause.text,
    evidence: evidence(clause.evidence),
    mark: { tone: TONES[answer] || 'plain', word: texts.answers[answer] || texts.notAnswered },
    photos: photoLines(clause.photos, { isReview: true }),
    photosNote: clause.is_complete === false ? photoTexts.incompleteForLeader : '',
    before: clause.remarks.map(remarkLine),
  };
}

/** @param {any} remark */
const remarkLine = ({ submission, reason, reason_state: state }) =>
  texts.remarkBefore(submission, checkedWords(reason, state));

/** How it may be shown, in words. @param {string[]} kinds */
function evidence(kinds) {
  const words = kinds.map((kind) => texts.evidenceWords[/** @type {keyof typeof texts.evidenceWords} */ (kind)]);
  const known = words.filter(Boolean);
  return known.length ? texts.evidence(known) : '';
}

/** The reasons that were written, ready to send. @param {Record<string, string>} reasons by clause */
function remarks(reasons) {
  return Object.keys(reasons).map((code) => ({ code, reason: reasons[code].trim() }));
}

/** @param {Record<string, string>} reasons by clause @returns {boolean} whether each has its reason */
function isWritten(reasons) {
  return remarks(reasons).every(({ reason }) => reason.length >= 2);
}

module.exports = { isWritten, remarks, row };
