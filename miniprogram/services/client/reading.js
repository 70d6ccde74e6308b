// Reads from the service; on a bad line gives what was seen last, and says so.
const storage = require('../device/storage');
const session = require('./session');
const { send, queryText } = require('./transport');

const PREFIX = 'seen:';
const ORDER = 'seen-order';
const KEPT_MAX = 60;

/** Reads under way: each collects when the answers were stored that had to stand in for fresh ones.
 * @type {Set<string[]>} */
const underWay = new Set();

/** Read as this person. @param {string} path @param {Record<string, any>} [query] @returns {Promise<any>} */
function get(path, query = {}) {
  return remembered(path + queryText(query), () => session.sendSignedIn({ path, query }));
}

/** Read what everybody may see, without signing in. @param {string} path @param {Record<string, any>} [query] */
function getPublic(path, query = {}) {
  return remembered(path + queryText(query), () => send({ path, query }, null));
}

/** @param {string} name @param {() => Promise<any>} ask */
async function remembered(name, ask) {
  try {
    const answer = await ask();
    remember(name, answer);
    return answer;
  } catch (refusal) {
    const seen = storage.find(PREFIX + name);
    if (!(/** @type {any} */ (refusal).isPassing) || seen === null) throw refusal;
    underWay.forEach((standIns) => standIns.push(seen.at));
    return seen.answer;
  }
}

/** @param {string} name @param {any} answer */
function remember(name, answer) {
  const order = (storage.find(ORDER) || []).filter((/** @type {string} */ other) => other !== name);
  order.push(name);
  order.splice(0, order.length - KEPT_MAX).forEach((/** @type {string} */ old) => storage.drop(PREFIX + old));
  storage.keep(ORDER, order);
  storage.keep(PREFIX + name, { at: new Date().toISOString(), answer });
}

/**
 * A write changed what was read: on a bad line the newer is shown.
 * @param {string} path @param {(answer: any) => any} change
 */
function amend(path, change) {
  const seen = storage.find(PREFIX + path);
  if (seen !== null) storage.keep(PREFIX + path, { ...seen, answer: change(seen.answer) });
}

/**
 * Do something that reads, and tell how old the oldest stand-in was.
 * @template T @param {() => Promise<T>} read
 * @returns {Promise<{ result: T, seenAt: string | null }>}
 */
async function watched(read) {
  /** @type {string[]} */
  const standIns = [];
  underWay.add(standIns);
  try {
    const result = await read();
    return { result, seenAt: standIns.sort()[0] || null };
  } finally {
    underWay.delete(standIns);
  }
}

module.exports = { amend, get, getPublic, watched };
