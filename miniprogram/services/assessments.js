// My household's self-assessment (自评), and the answers that still wait in this phone.
const { get, amend } = require('./client/reading');
const outbox = require('./client/outbox');

/** @param {string | number} id */
const path = (id) => `/assessments/${id}`;

/** @param {string | number} id @param {string} code */
const answerPath = (id, code) => `${path(id)}/answers/${code}`;

/**
 * An assessment as it will be once this phone's unsent answers have arrived.
 * @param {string | number} id
 */
async function one(id) {
  const before = unsent(id);
  const seen = await get(path(id));
  return withAnswers(seen, { ...before, ...unsent(id) });
}

/** Begin this year's; repeated, it is the same one. @param {number | string} householdId
 * @param {string} label */
const start = (householdId, label) => ({
  label,
  path: `/households/${householdId}/assessments`,
  slot: `assessment:start:${householdId}`,
});

/** @typedef {{ code: string, answer: string, photos?: string[] }} Answered with the hashes of all photos that show it */

/** @param {string | number} id @param {Answered} given @param {string} label */
const answer = (id, { code, ...given }, label) => ({
  label,
  method: /** @type {'PUT'} */ ('PUT'),
  path: answerPath(id, code),
  data: given,
  slot: `answer:${id}:${code}`,
});

/** @param {string | number} id @param {string} label */
const submission = (id, label) => ({ label, path: `${path(id)}/submission`, slot: `submission:${id}` });

/** It is begun: the first page as it was read before leads on to it. @param {any} begun */
function noteBegun(begun) {
  amend('/home', (home) => ({ ...home, assessment: glanceOf(begun), actions: [] }));
}

/**
 * The service has the answer: what was read before knows it too, so that a start without the line goes on from here.
 * @param {string | number} id @param {Answered} answered
 */
function note(id, { code, ...given }) {
  amend(path(id), (seen) => {
    const now = withAnswers(seen, { [code]: given });
    amend('/home', (home) => {
      if (!isAbout(home, now)) return home;
      return { ...home, assessment: { ...home.assessment, ...glanceOf(now) } };
    });
    return now;
  });
}

/** A leader answers for others too: those are not on her first page. @param {any} home @param {any} assessment */
function isAbout(home, assessment) {
  return Boolean(home.assessment) && home.assessment.id === assessment.id;
}

/** What the first page shows of an assessment that is being answered. @param {any} assessment */
function glanceOf({ id, year, state, answered, clauses, pass_mark, is_in_force, valid_until_on }) {
  const given = clauses.map((/** @type {any} */ clause) => clause.answer);
  const count = (/** @type {string} */ word) => given.filter((/** @type {string} */ answer) => answer === word).length;
  const sums = { met: count('yes'), not_applicable: count('na'), answered, total: clauses.length };
  return { id, year, state, ...sums, pass_mark, is_in_force, valid_until_on };
}

/** @typedef {Record<string, { answer: string, photos?: string[] }>} Answers by code */

/** @param {string | number} id @returns {Answers} of acts not sent yet */
function unsent(id) {
  const stem = answerPath(id, '');
  const mine = outbox.acts().filter((act) => act.path.startsWith(stem) && !act.refusal);
  return mine.reduce((all, act) => ({ ...all, [act.path.slice(stem.length)]: act.data }), {});
}

/** @param {any} assessment @param {Answers} answers */
function withAnswers(assessment, answers) {
  const clauses = assessment.clauses.map((/** @type {any} */ clause) => withAnswer(clause, answers[clause.code]));
  const answered = clauses.filter((/** @type {any} */ clause) => clause.answer).length;
  return { ...assessment, clauses, answered };
}

/** @param {any} clause @param {{ answer: string, photos?: string[] }} [given] */
function withAnswer(clause, given) {
  if (!given) return clause;
  const { answer, photos } = given;
  return { ...clause, answer, ...(photos ? { photos: named(clause.photos, photos) } : {}) };
}

/** The photos an answer names: as the service tells those it knows, the others on their way.
 * @param {any[] | undefined} known @param {string[]} hashes */
function named(known = [], hashes) {
  return hashes.map((sha256) => known.find((photo) => photo.sha256 === sha256) || { sha256, state: 'missing' });
}

module.exports = { named, one, start, answer, submission, note, noteBegun, unsent, withAnswers };
