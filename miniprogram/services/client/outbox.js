// Acts that the service has not answered yet. Each is stored before it is sent, with its time and key, so that a dead
// battery repeats nothing and loses nothing; they leave in the order in which they were done.
const storage = require('../device/storage');
const session = require('./session');
const line = require('./line');
const { freshKey } = require('../../utils/keys');

const NAME = 'outbox:acts';
const CONSENT = 'consent-required';
const RETRY_MS = 20000;

/**
 * @typedef {object} Act
 * @property {string} key idempotency key, the same for every try
 * @property {string} at when it was done, ISO
 * @property {string} label what the person did, in her words
 * @property {'POST' | 'PUT' | 'DELETE'} method
 * @property {string} path
 * @property {any} data
 * @property {string} [slot] an unsent act of the same slot is replaced by a newer one
 * @property {{ type: string, title: string, detail: string }} [refusal] why the service did not take it
 */

/** @type {Set<(acts: Act[]) => void>} */
const watchers = new Set();
/** @type {Map<string, { resolve: (value: any) => void, reject: (reason: any) => void }>} */
const waiting = new Map();
/** @type {Promise<void> | null} */
let sending = null;
let isAskedAgain = false;
/** @type {string[]} what she said no to while kept acts were sent: those behind are not asked about one by one */
let declined = [];
/** @type {any} */
let alarm = null;

/** @returns {Act[]} oldest first */
function acts() {
  return storage.find(NAME) || [];
}

/** Those nobody waits for on a page just now. @returns {Act[]} */
function kept() {
  return acts().filter(({ key }) => !waiting.has(key));
}

/** @param {Act[]} now */
function store(now) {
  storage.keep(NAME, now);
  watchers.forEach((tell) => tell(now));
}

/**
 * Do something that changes the books.
 * @param {{ label: string, method?: 'POST' | 'PUT' | 'DELETE', path: string, data?: any, slot?: string }} wanted
 * @returns {Promise<{ isDone: boolean, answer: any }>} not done: kept here until the line is back.
 *   Rejects with the Refusal of the service; then nothing is kept.
 */
function act({ label, method = 'POST', path, data = {}, slot }) {
  const added = { key: freshKey(), at: new Date().toISOString(), label, method, path, data, slot };
  const others = slot ? acts().filter((other) => other.slot !== slot || waiting.has(other.key)) : acts();
  return new Promise((resolve, reject) => {
    waiting.set(added.key, { resolve, reject });
    store([...others, added]);
    flush();
  });
}

/** Send what waits, in order, as far as the line carries; one sender at a time, who looks again when asked meanwhile. */
function flush() {
  isAskedAgain = true;
  if (!sending) sending = run();
  return sending;
}

async function run() {
  clearTimeout(alarm);
  declined = [];
  while (isAskedAgain) {
    isAskedAgain = false;
    await sendAll();
  }
  sending = null;
  if (next()) alarm = setTimeout(flush, RETRY_MS);
}

async function sendAll() {
  for (let first = next(); first; first = next()) {
    if (!(await sendOne(first))) return;
  }
}

/** @returns {Act | undefined} */
function next() {
  return acts().find((other) => !other.refusal);
}

/** @param {Act} first @returns {Promise<boolean>} whether the next may go */
async function sendOne(first) {
  const { key, method, path, data } = first;
  const isKept = !waiting.has(key);
  try {
    const answer = await session.sendSignedIn({ method, path, data, key }, isKept ? declined : []);
    remove(key);
    settle(key, 'resolve', { isDone: true, answer });
    return true;
  } catch (error) {
    const refusal = /** @type {import('./refusal').Refusal} */ (error);
    if (refusal.isPassing) return keepAll();
    if (isKept && refusal.wish) declined = [...declined, refusal.wish];
    refuse(first, refusal);
    return true;
  }
}

/** The line is down: whoever looks on is told that her act is kept. @returns {boolean} */
function keepAll() {
  [...waiting.keys()].forEach((key) => settle(key, 'resolve', { isDone: false, answer: null }));
  store(acts());
  return false;
}

/** Somebody who still looks on hears it at once; else it stays, so that she reads it later.
 * @param {Act} first @param {import('./refusal').Refusal} refusal */
function refuse(first, refusal) {
  if (waiting.has(first.key)) {
    remove(first.key);
    settle(first.key, 'reject', refusal);
    return;
  }
  const { type, title, detail } = refusal;
  store(acts().map((other) => (other.key === first.key ? { ...other, refusal: { type, title, detail } } : other)));
}

/** Those that lacked her consent, once more with the same keys: one answer of hers is good for all. */
function again() {
  const lacksIt = (/** @type {Act} */ { refusal }) => refusal && refusal.type === CONSENT;
  store(acts().map((other) => (lacksIt(other) ? { ...other, refusal: undefined } : other)));
  return flush();
}

/** @param {string} key @param {'resolve' | 'reject'} how @param {any} value */
function settle(key, how, value) {
  const looker = waiting.get(key);
  waiting.delete(key);
  if (looker) looker[how](value);
}

/** @param {string} key */
function remove(key) {
  store(acts().filter((other) => other.key !== key));
}

/** Drop everything unsent: the person leaves this phone. */
function clear() {
  store([]);
}

/** Send when the line comes back, and what an earlier start left behind. */
function listen() {
  line.watch((isUp) => {
    if (isUp) flush();
  });
  flush();
}

/** @param {(acts: Act[]) => void} tell @returns {() => void} ends the watch */
function watch(tell) {
  watchers.add(tell);
  return () => watchers.delete(tell);
}

module.exports = { act, acts, again, clear, flush, kept, listen, remove, watch };
