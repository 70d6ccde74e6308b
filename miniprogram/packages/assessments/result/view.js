// Where a self-assessment stands, in words: pure, so that it can be tested without a page.
const { checkedWords } = require('../../../utils/checked');
const days = require('../../../utils/days');
const texts = require('../../../texts/assessments');

/** @param {any} assessment */
function resultOf(assessment) {
  const stage = stageOf(assessment);
  const isOpen = assessment.actions.includes('answer');
  const hint = hintOf(stage, assessment);
  const title = texts.titles[stage];
  const counts = countsOf(assessment.clauses);
  const nextSteps = assessment.result ? assessment.result.next_steps : [];
  return {
    stage,
    title,
    hint,
    mark: markOf(stage),
    year: texts.year(assessment.year),
    counts,
    isOpen,
    mayGoOn: isOpen && stage === 'unfinished',
    maySubmit: assessment.actions.includes('submit') && stage !== 'unfinished',
    submitWord: stage === 'returned' ? texts.submitAgain : texts.submit,
    reasons: stage === 'passed' || !assessment.result ? [] : assessment.result.reasons,
    nextSteps,
    remarked: remarksOf(assessment),
    answers: assessment.clauses.map(answerOf),
    notice: assessment.notice ? texts.notice(assessment.notice) : '',
    spoken: [title, hint, counts, ...nextSteps.map((/** @type {any} */ step) => step.title)].join('。'),
  };
}

/** @param {any} assessment @returns {keyof typeof texts.titles} */
function stageOf({ state, clauses, result, is_in_force: isInForce }) {
  const isFull = clauses.every((/** @type {any} */ clause) => clause.answer);
  if (state === 'draft') return isFull ? 'finished' : 'unfinished';
  if (state !== 'confirmed') return state;
  if (!result || !result.is_passed) return 'notYet';
  return isInForce ? 'passed' : 'expired';
}

/** @param {keyof typeof texts.titles} stage @param {any} assessment */
function hintOf(stage, assessment) {
  const left = assessment.clauses.filter((/** @type {any} */ clause) => !clause.answer).length;
  const words = {
    unfinished: () => texts.hints.unfinished(left),
    finished: () => texts.hints.finished,
    submitted: () => texts.hints.submitted,
    returned: () => texts.hints.returned(assessment.submissions_left),
    passed: () => texts.hints.passed(days.sayDay(assessment.valid_until_on)),
    expired: () => texts.hints.expired(days.sayDay(assessment.valid_until_on)),
    notYet: () => texts.hints.notYet,
  };
  return words[stage]();
}

/** @param {keyof typeof texts.titles} stage */
function markOf(stage) {
  return stage === 'finished' || stage === 'unfinished' ? texts.states.draft : texts.states[stage];
}

/** @param {any[]} clauses */
function countsOf(clauses) {
  const count = (/** @type {string} */ answer) => clauses.filter((clause) => clause.answer === answer).length;
  return texts.counts(count('yes'), count('no'), count('na'));
}

/** @param {any} remark */
const reasonOf = (remark) => checkedWords(remark.reason, remark.reason_state);

/** What the last round sent back, and why. @param {any} assessment */
function remarksOf({ state, submissions, clauses }) {
  if (state !== 'returned') return [];
  const last = (/** @type {any} */ clause) => clause.remarks[clause.remarks.length - 1];
  return clauses
    .filter((/** @type {any} */ clause) => last(clause) && last(clause).submission === submissions)
    .map((/** @type {any} */ clause) => ({ code: clause.code, title: clause.title, reason: reasonOf(last(clause)) }));
}

/** @param {any} clause */
function answerOf({ code, position, title, answer }) {
  const tones = /** @type {Record<string, string>} */ ({ yes: 'good', no: 'attention', na: 'plain' });
  const words = /** @type {Record<string, string>} */ (texts.choices);
  return {
    code,
    position: texts.position(position),
    title,
    mark: answer ? { tone: tones[answer], word: words[answer] } : { tone: 'waiting', word: texts.notAnswered },
  };
}

module.exports = { resultOf };
