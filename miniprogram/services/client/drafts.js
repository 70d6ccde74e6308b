// Forms that were begun: what was typed survives a call, a crash and a restart.
const storage = require('../device/storage');

const PREFIX = 'draft:';

module.exports = {
  /** @param {string} form @returns {any} what was typed, or null */
  find: (form) => storage.find(PREFIX + form),
  /** @param {string} form @param {any} typed */
  keep: (form, typed) => storage.keep(PREFIX + form, typed),
  /** @param {string} form */
  drop: (form) => storage.drop(PREFIX + form),
};
