// What this phone keeps. One name space for each purpose, so that signing out can forget by purpose.

/** @param {string} name @returns {any} what was kept, or null */
function find(name) {
  const kept = wx.getStorageSync(name);
  return kept === '' || kept === undefined ? null : kept;
}

/** @param {string} name @param {any} value anything JSON can carry */
function keep(name, value) {
  wx.setStorageSync(name, value);
}

/** @param {string} name */
function drop(name) {
  wx.removeStorageSync(name);
}

/** Drop everything whose name begins so. @param {string} prefix */
function dropAll(prefix) {
  wx.getStorageInfoSync().keys.filter((name) => name.startsWith(prefix)).forEach(drop);
}

module.exports = { find, keep, drop, dropAll };
