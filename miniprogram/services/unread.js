// How many messages nobody of my household has opened: what the service said last, and less for each one read since.
const storage = require('./device/storage');

const NAME = 'unread';

/** @type {Set<(count: number) => void>} */
const watchers = new Set();

/** @returns {number} */
const count = () => storage.find(NAME) || 0;

/** @param {number} now */
function note(now) {
  storage.keep(NAME, now);
  watchers.forEach((tell) => tell(now));
}

/** One was read. */
function less() {
  note(Math.max(0, count() - 1));
}

/** @param {(count: number) => void} tell @returns {() => void} ends the watch */
function watch(tell) {
  watchers.add(tell);
  return () => watchers.delete(tell);
}

module.exports = { count, note, less, watch };
