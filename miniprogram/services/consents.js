// Consents (同意): one for each purpose, given or taken back in two taps. Where the service wants one before an act, she is
// asked once, on whatever page she is; the act waits for her answer.
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
/** @type {Map<Purpose, Promise<boolean>>} */
const asking = new Map();
/** @type {Set<(now: Question | null) => void>} */
const watchers = new Set();

/** Mine, one for each purpose. @returns {Promise<any[]>} */
const mine = async () => (await get('/me/consents')).items;

/** The wordings in force, whole. @returns {Promise<any[]>} */
const wordings = async () => (await getPublic('/consent-texts')).items;

/** @param {any[]} items @param {Purpose} purpose */
const of = (items, purpose) => items.find((item) => item.purpose === purpose);

/** @param {Purpose} purpose */
const path = (purpose) => `/me/consents/${purpose}`;

/** @param {Purpose} purpose @param {number} [version] of the wording she saw */
const give = (purpose, version) =>
  session.sendSignedIn({ method: 'PUT', path: path(purpose), data: { version }, key: freshKey() });

/** From the next request on. @param {Purpose} purpose */
const withdraw = (purpose) => session.sendSignedIn({ method: 'DELETE', path: path(purpose), key: freshKey() });

/** @param {Question | null} now */
function show(now) {
  question = now;
  watchers.forEach((tell) => tell(now));
}

/** Ask her; one question at a time, the same one once for all who wait. @param {Purpose} purpose
 * @returns {Promise<boolean>} whether she agreed */
function ask(purpose) {
  const before = asking.get(purpose);
  if (before) return before;
  const others = Promise.all(asking.values());
  const asked = others.then(() => open(purpose)).finally(() => asking.delete(purpose));
  asking.set(purpose, asked);
  return asked;
}

/** @param {Purpose} purpose @returns {Promise<boolean>} */
function open(purpose) {
  return new Promise((resolve) => {
    answer = (isGiven) => {
      show(null);
      resolve(isGiven);
    };
    load(purpose);
  });
}

/** Read what is asked; given on another phone meanwhile, it is not asked. @param {Purpose} purpose */
async function load(purpose, isRenewed = false) {
  show({ purpose, phase: 'loading' });
  try {
    const [given, worded] = await Promise.all([mine(), wordings()]);
    const { state, version, title, summary } = of(given, purpose);
    if (state === 'given') return answer(true);
    const { text } = of(worded, purpose);
    const isOld = isRenewed || state === 'outdated';
    return show({ purpose, phase: 'ready', version, title, summary, text, isRenewed: isOld });
  } catch (refusal) {
    return show({ purpose, phase: 'error', problem: wordsOf(refusal) });
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
    await give(asked.purpose, asked.version);
    answer(true);
  } catch (refusal) {
    if (/** @type {any} */ (refusal).type === CHANGED) return load(asked.purpose, true);
    show({ ...asked, problem: wordsOf(refusal) });
  }
  return undefined;
}

const retry = () => question && load(question.purpose);

const decline = () => isWaiting() && answer(false);

/** What she hears who would rather not: nothing is lost, and what goes on without. @param {Purpose} purpose */
const declined = (purpose) =>
  new Refusal({
    type: 'consent-required',
    status: 403,
    title: texts.declined,
    detail: texts.declinedHint(texts.without[purpose]),
    purpose,
  });

/** Before something personal is given for the first time. What cannot be asked on this line the service asks later.
 * @param {Purpose} purpose @returns {Promise<boolean>} whether it may be sent */
async function before(purpose) {
  const items = await mine().catch(() => null);
  return !items || of(items, purpose).state === 'given' || ask(purpose);
}

/** Ask whenever the service wants a consent. */
function listen() {
  session.listen(async ({ purpose }) => {
    if (!(await ask(/** @type {Purpose} */ (purpose)))) throw declined(/** @type {Purpose} */ (purpose));
  });
}

/** @param {(now: Question | null) => void} tell @returns {() => void} ends the watch */
function watch(tell) {
  watchers.add(tell);
  tell(question);
  return () => watchers.delete(tell);
}

module.exports = { agree, ask, before, decline, declined, listen, mine, retry, watch, withdraw, wordings };
