// The sign-in of this phone: silent, shared by all requests, renewed once when the service ends it. What the service
// takes only with her consent waits for her answer here, and goes on under the same key.
const storage = require('../device/storage');
const line = require('./line');
const { send } = require('./transport');
const { lineDown } = require('./refusal');
const { freshKey } = require('../../utils/keys');

const NAME = 'session:token';
const ENDED = ['session-ended', 'sign-in-required'];
const BUSY = 'wechat-busy';
const CONSENT = 'consent-required';
const TRIES = 4;
const PAUSE_SECONDS = 2; // where the service names none
const PATIENCE_SECONDS = 10; // a quota may be used up until tomorrow

/** @type {Promise<string> | null} */
let signingIn = null;
/** @type {(refusal: import('./refusal').Refusal) => Promise<void>} who asks her; rejects when she would rather not */
let askConsent = (refusal) => Promise.reject(refusal);

/** @returns {Promise<string>} the token; signs in when there is none */
function token() {
  const kept = storage.find(NAME);
  return kept ? Promise.resolve(kept) : signIn();
}

/** One sign-in at a time, however many requests wait for it; the one before ends. @returns {Promise<string>} */
function signIn() {
  if (!signingIn) {
    signingIn = exchangePatiently(TRIES).finally(() => {
      signingIn = null;
    });
  }
  return signingIn;
}

/** While WeChat is busy, again with a new code; not all phones in the same moment.
 * @param {number} tries @returns {Promise<string>} */
async function exchangePatiently(tries) {
  try {
    return await exchangeCode();
  } catch (error) {
    const { type, seconds } = /** @type {import('./refusal').Refusal} */ (error);
    if (type !== BUSY || tries === 1 || seconds > PATIENCE_SECONDS) throw error;
    await pause((seconds || PAUSE_SECONDS) * (1 + Math.random()));
    return exchangePatiently(tries - 1);
  }
}

/** @param {number} seconds */
const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

async function exchangeCode() {
  const { code } = await loginCode();
  const session = await send({ method: 'POST', path: '/sessions', data: { code } }, storage.find(NAME) || null);
  storage.keep(NAME, session.token);
  return session.token;
}

/** @returns {Promise<{ code: string }>} */
function loginCode() {
  return new Promise((resolve, reject) => {
    wx.login({
      success: resolve,
      fail: () => {
        line.note(false);
        reject(lineDown());
      },
    });
  });
}

/**
 * Send as this person; while WeChat lets nobody in, what everybody may read is read as a stranger.
 * @param {import('./transport').Call} call @param {string[]} [settled] what she is not asked about (again)
 * @returns {Promise<any>}
 */
async function sendSignedIn(call, settled = []) {
  try {
    return await sendAsHer(call);
  } catch (refusal) {
    const { type, wish } = /** @type {any} */ (refusal);
    if (type === CONSENT && !settled.includes(wish)) return sendAgreed(call, /** @type {any} */ (refusal), settled);
    if (type !== BUSY || call.method) throw refusal;
    return send(call, null).catch(() => Promise.reject(refusal));
  }
}

/** Each purpose is asked about once for a call. @param {import('./transport').Call} call
 * @param {import('./refusal').Refusal} refusal @param {string[]} settled @returns {Promise<any>} */
async function sendAgreed(call, refusal, settled) {
  await askConsent(refusal);
  return sendSignedIn(call, [...settled, refusal.wish]);
}

/** @param {typeof askConsent} ask */
function listen(ask) {
  askConsent = ask;
}

/** @param {import('./transport').Call} call @returns {Promise<any>} */
async function sendAsHer(call) {
  const used = await token();
  try {
    let hasEnded = false;
    const asAnybody = await send(call, used, () => (hasEnded = true));
    return hasEnded ? await sendRenewed(call, used).catch(() => asAnybody) : asAnybody;
  } catch (refusal) {
    if (!ENDED.includes(/** @type {any} */ (refusal).type)) throw refusal;
    return sendRenewed(call, used);
  }
}

/** @param {import('./transport').Call} call @param {string} used */
const sendRenewed = async (call, used) => send(call, await renewed(used));

/** Somebody else may have renewed it meanwhile. @param {string} used */
function renewed(used) {
  if (storage.find(NAME) === used) storage.drop(NAME);
  return token();
}

/** End the sign-in here and at the service; what cannot be reached now ends by itself. */
async function signOut() {
  const kept = storage.find(NAME);
  storage.drop(NAME);
  if (kept) await send({ method: 'DELETE', path: '/sessions/current', key: freshKey() }, kept);
}

/** End the sign-ins of my other phones; this one stays. */
const signOutOthers = () =>
  sendSignedIn({ method: 'DELETE', path: '/sessions', query: { keep_current: true }, key: freshKey() });

module.exports = { listen, sendSignedIn, signIn, signOut, signOutOthers };
