// Photos (照片) that the service has not stored yet. Each is a file of this phone before it is anything else, belongs to a
// form until that is handed in, then waits for the line, and leaves on the receipt.
const storage = require('./device/storage');
const pictures = require('./device/pictures');
const line = require('./client/line');
const outbox = require('./client/outbox');
const { upload } = require('./client/upload');
const texts = require('../texts/photos');

const NAME = 'photos:kept';
const CONSENT = 'consent-required';
const RETRY_MS = 20000;
const SECOND_MS = 1000;
const TOO_MANY = 429;
const UNFINISHED = ['chunks-missing', 'upload-not-found']; // begun anew at the next try

/**
 * @typedef {object} Photo
 * @property {string} sha256 of the bytes as they are sent
 * @property {string} path
 * @property {number} bytes
 * @property {string} form where it is being written about; '' once handed in
 * @property {number | null} household for which a leader acts
 * @property {string} at ISO
 * @property {boolean} [isAgain] whether it was damaged on its way once
 * @property {{ type: string, title: string, detail: string }} [refusal] why the service did not take it
 */

/** @typedef {{ at: number, of: number, percent: number }} Progress */
/** @typedef {{ ms: number, words: string }} Pause until the next try, with the service's reason if it has one */

/** @type {Set<(isStored: boolean) => void>} */
const watchers = new Set();
/** @type {Promise<void> | null} */
let sending = null;
/** @type {Progress | null} */
let progress = null;
/** @type {Pause | null} */
let paused = null;
/** @type {any} */
let alarm = null;

/** @returns {Photo[]} oldest first */
const all = () => storage.find(NAME) || [];

/** Those of a form that is being written. @param {string} form */
const of = (form) => all().filter((photo) => photo.form === form);

/** Those handed in: waiting, or refused. */
const handedIn = () => all().filter(({ form }) => !form);

const waiting = () => handedIn().filter(({ refusal }) => !refusal);

/** A photo that is still on this phone. @param {string} sha256 */
const find = (sha256) => all().find((photo) => photo.sha256 === sha256);

/** @param {Photo[]} now @param {boolean} [isStored] whether one has just arrived */
function store(now, isStored = false) {
  storage.keep(NAME, now);
  watchers.forEach((tell) => tell(isStored));
}

/** Let her take or choose some; the same one twice is one. @param {string} form @param {number} most
 * @param {number | null} household @returns {Promise<Photo[]>} of the form */
async function add(form, most, household) {
  for (const chosen of await pictures.choose(most)) {
    const kept = await pictures.keep(chosen);
    const isNew = !of(form).some(({ sha256 }) => sha256 === kept.sha256);
    if (isNew) store([...all(), { ...kept, form, household, at: new Date().toISOString() }]);
    else await pictures.drop(kept.path);
  }
  return of(form);
}

/** Drop photos and their files. @param {(photo: Photo) => boolean} isOut @param {boolean} [isStored] */
async function drop(isOut, isStored) {
  const out = all().filter(isOut);
  store(all().filter((photo) => !isOut(photo)), isStored);
  await Promise.all(out.map(({ path }) => pictures.drop(path)));
}

/** Out of a form again. @param {string} form @param {string} sha256 */
const remove = (form, sha256) => drop((photo) => photo.form === form && photo.sha256 === sha256);

/** She read why it was refused, or does not want it sent. @param {string} sha256 */
const forget = (sha256) => drop((photo) => !photo.form && photo.sha256 === sha256);

/** Those that lacked her consent, once more. */
function again() {
  amend(({ form, refusal }) => !form && refusal !== undefined && refusal.type === CONSENT, { refusal: undefined });
  return flush();
}

/** Everything on this phone: the person leaves it. */
const clear = () => drop(() => true);

/** @param {(photo: Photo) => boolean} isIt @param {Partial<Photo>} change */
function amend(isIt, change) {
  store(all().map((photo) => (isIt(photo) ? { ...photo, ...change } : photo)));
}

/**
 * Do what names the photos of a form. They are handed in first, so that a dead battery forgets none; refused, they are
 * in the form again; else they follow the act.
 * @param {string} form @param {(hashes: string[]) => Promise<'done' | 'kept' | 'refused'>} act
 */
async function handIn(form, act) {
  const hashes = of(form).map(({ sha256 }) => sha256);
  amend((photo) => photo.form === form, { form: '' });
  const ended = await act(hashes);
  if (ended === 'refused') amend((photo) => !photo.form && hashes.includes(photo.sha256), { form });
  else flush();
  return ended;
}

/** Send what waits, after the acts that name it; one sender at a time. */
function flush() {
  if (!sending) {
    sending = run().finally(() => {
      sending = null;
    });
  }
  return sending;
}

async function run() {
  clearTimeout(alarm);
  paused = null;
  if (!waiting().length) return;
  await outbox.flush();
  let pause = null;
  for (let at = 1; !pause && waiting().length; at += 1) {
    pause = await send(waiting()[0], { at, of: at - 1 + waiting().length });
  }
  paused = pause;
  show(null);
  if (pause) alarm = setTimeout(flush, pause.ms);
}

/** @param {Photo} photo @param {{ at: number, of: number }} turn
 * @returns {Promise<Pause | null>} when nothing more can be sent just now */
async function send(photo, turn) {
  const isIt = (/** @type {Photo} */ { form, sha256, household }) =>
    !form && sha256 === photo.sha256 && household === photo.household;
  try {
    await upload(photo, (share) => show({ ...turn, percent: Math.floor(100 * share) }));
    await drop(isIt, true);
    return null;
  } catch (error) {
    const pause = pauseFor(error);
    if (isDamaged(error) && !photo.isAgain) amend(isIt, { isAgain: true });
    else if (!pause) amend(lacksConsent(error) ? isWaiting : isIt, { refusal: refusalOf(error) });
    return pause;
  }
}

/** What she does not agree to for one photo, she is not asked about for the next. @param {Photo} photo */
const isWaiting = ({ form, refusal }) => !form && !refusal;

/** It may be taken later. @param {any} refusal @returns {Pause | null} */
function pauseFor({ type, status, detail, isPassing, seconds = 0 }) {
  if (!isPassing && status !== TOO_MANY && !UNFINISHED.includes(type)) return null;
  return { ms: Math.max(RETRY_MS, SECOND_MS * seconds), words: status === TOO_MANY ? detail : '' };
}

/** What arrived is not what was sent; the service wants all of it once more. @param {any} refusal */
const isDamaged = ({ type }) => type === 'hash-differs';

/** @param {any} refusal */
const lacksConsent = ({ type }) => type === CONSENT;

/** It will never be taken. @param {any} error of the service, or of a phone that has lost the file */
function refusalOf(error) {
  const { type, title, detail, errMsg } = error;
  if (detail) return { type, title, detail };
  if (!errMsg) throw error; // a bug: let it be seen
  return { type: 'gone', title: texts.goneTitle, detail: texts.gone };
}

/** @param {Progress | null} now */
function show(now) {
  progress = now;
  watchers.forEach((tell) => tell(false));
}

/** In words: how far the sending is, or that it waits; '' when nothing does. */
function standing() {
  if (progress) return texts.progress(progress.at, progress.of, progress.percent);
  const count = waiting().length;
  return count ? (paused && paused.words) || texts.waiting(count) : '';
}

/** Send when the line comes back, and what an earlier start left behind. */
function listen() {
  line.watch((isUp) => {
    if (isUp) flush();
  });
  flush();
}

/** @param {(isStored: boolean) => void} tell @returns {() => void} ends the watch */
function watch(tell) {
  watchers.add(tell);
  return () => watchers.delete(tell);
}

module.exports = { add, again, clear, find, flush, forget, handedIn, handIn, listen, of, remove, standing, waiting, watch };
