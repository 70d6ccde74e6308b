// What this phone keeps.

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

/** Drop everything that has another name. @param {string} name */
function dropAllBut(name) {
  wx.getStorageInfoSync().keys.filter((other) => other !== name).forEach(drop);
}

module.exports = { find, keep, drop, dropAllBut };
