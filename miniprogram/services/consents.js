// Consents (同意): one for each purpose, given or taken back in two taps. Where the service wants one before an act, she is
// asked once, on whatever page she is; the act waits for her answer. A guardian is asked for her child as for herself.
const { get, getPublic } = require('./client/reading');
const session = require('./client/session');
const { Refusal } = require('./client/refusal');
const { freshKey } = require('../utils/keys');
const texts = require('../texts/consents');

const CHANGED = 'consent-text-changed';

/** @typedef {'service' | 'phone' | 'public_name' | 'public_photo' | 'location'} Purpose */

/**
 * @typedef {object} Question what the sheet asks
 * @property {Purpose} purpose
 * @property {number} memberId the child for whom she is asked; 0 for herself
 * @property {'loading' | 'error' | 'ready'} phase
 * @property {number} [version]
 * @property {string} [title] @property {string} [summary] @property {string} [text]
 * @property {boolean} [isRenewed] whether she agreed to an older wording
 * @property {boolean} [isGiving]
 * @property {{ title: string, detail: string } | null} [problem]
 */

/** @type {Question | null} */
let question = null;
/** @type {(isGiven: boolean) => void} */
let answer = () => {};
/** @type {Map<string, Promise<boolean>>} by purpose and child */
const asking = new Map();
/** @type {Set<(now: Question | null) => void>} */
const watchers = new Set();

/** Whose consents: mine, or a child's. @param {number} memberId */
const pathOf = (memberId) => (memberId ? `/members/${memberId}/consents` : '/me/consents');

/** Mine or a child's, one for each purpose. @returns {Promise<any[]>} */
const mine = async (memberId = 0) => (await get(pathOf(memberId))).items;

/** The wordings in force, whole. @returns {Promise<any[]>} */
const wordings = async () => (await getPublic('/consent-texts')).items;

/** @param {any[]} items @param {Purpose} purpose */
const of = (items, purpose) => items.find((item) => item.purpose === purpose);

/** To the wording she saw. @param {Question} asked */
const give = ({ purpose, memberId, version }) =>
  session.sendSignedIn({ method: 'PUT', path: `${pathOf(memberId)}/${purpose}`, data: { version }, key: freshKey() });

/** From the next request on. @param {Purpose} purpose */
const withdraw = (purpose) =>
  session.sendSignedIn({ method: 'DELETE', path: `${pathOf(0)}/${purpose}`, key: freshKey() });

/** @param {Question | null} now */
function show(now) {
  question = now;
  watchers.forEach((tell) => tell(now));
}

/** Ask her; one question at a time, the same one once for all who wait. @param {Purpose} purpose
 * @returns {Promise<boolean>} whether she agreed */
function ask(purpose, memberId = 0) {
  const wish = `${purpose} ${memberId}`;
  const before = asking.get(wish);
  if (before) return before;
  const others = Promise.all(asking.values());
  const asked = others.then(() => open(purpose, memberId)).finally(() => asking.delete(wish));
  asking.set(wish, asked);
  return asked;
}

/** @param {Purpose} purpose @param {number} memberId @returns {Promise<boolean>} */
function open(purpose, memberId) {
  return new Promise((resolve) => {
    answer = (isGiven) => {
      show(null);
      resolve(isGiven);
    };
    load({ purpose, memberId });
  });
}

/** Read what is asked; given on another phone meanwhile, it is not asked.
 * @param {{ purpose: Purpose, memberId: number }} wish */
async function load({ purpose, memberId }, isRenewed = false) {
  show({ purpose, memberId, phase: 'loading' });
  try {
    const [given, worded] = await Promise.all([mine(memberId), wordings()]);
    const { state, version, title, summary } = of(given, purpose);
    if (state === 'given') return answer(true);
    const { text } = of(worded, purpose);
    const isOld = isRenewed || state === 'outdated';
    return show({ purpose, memberId, phase: 'ready', version, title, summary, text, isRenewed: isOld });
  } catch (refusal) {
    return show({ purpose, memberId, phase: 'error', problem: wordsOf(refusal) });
  }
}

/** @param {any} refusal */
function wordsOf(refusal) {
  if (!refusal.detail) throw refusal; // a bug: let it be seen
  return { title: refusal.title, detail: refusal.detail };
}

/** Whether a tap in the sheet is meant for what it shows: a second one may come when it is answered already. */
const isWaiting = () => Boolean(question) && !(/** @type {Question} */ (question).isGiving);

/** She agrees to what she sees; reworded meanwhile, she is shown that. */
async function agree() {
  if (!isWaiting()) return undefined;
  const asked = /** @type {Question} */ (question);
  show({ ...asked, isGiving: true, problem: null });
  try {
    await give(asked);
    answer(true);
  } catch (refusal) {
    if (/** @type {any} */ (refusal).type === CHANGED) return load(asked, true);
    show({ ...asked, problem: wordsOf(refusal) });
  }
  return undefined;
}

const retry = () => question && load(question);

const decline = () => isWaiting() && answer(false);

/** What she hears who would rather not: nothing is lost, and what goes on without. @param {Purpose} purpose */
const declined = (purpose, memberId = 0) =>
  new Refusal({
    type: 'consent-required',
    status: 403,
    title: texts.declined,
    detail: texts.declinedHint(memberId ? texts.withoutChild : texts.without[purpose]),
    purpose,
    memberId,
  });

/** Before something personal is given for the first time. What cannot be asked on this line the service asks later.
 * @param {Purpose} purpose @returns {Promise<boolean>} whether it may be sent */
async function before(purpose) {
  const items = await mine().catch(() => null);
  return !items || of(items, purpose).state === 'given' || ask(purpose);
}

/** Ask whenever the service wants a consent. */
function listen() {
  session.listen(async (refusal) => {
    const purpose = /** @type {Purpose} */ (refusal.purpose);
    if (!(await ask(purpose, refusal.memberId))) throw declined(purpose, refusal.memberId);
  });
}

/** @param {(now: Question | null) => void} tell @returns {() => void} ends the watch */
function watch(tell) {
  watchers.add(tell);
  tell(question);
  return () => watchers.delete(tell);
}

module.exports = { agree, ask, before, decline, declined, listen, mine, retry, watch, withdraw, wordings };
