// Whether the line to the service holds: told by the phone, and by every request that went through or did not.

/** @type {Set<(isUp: boolean) => void>} */
const watchers = new Set();
let isUp = true;

/** @param {boolean} now */
function note(now) {
  if (now === isUp) return;
  isUp = now;
  watchers.forEach((tell) => tell(isUp));
}

/** @param {(isUp: boolean) => void} tell @returns {() => void} ends the watch */
function watch(tell) {
  watchers.add(tell);
  return () => watchers.delete(tell);
}

/** Listen to the phone from the start of the app. */
function listen() {
  wx.onNetworkStatusChange(({ isConnected }) => note(isConnected));
}

module.exports = { listen, note, watch, isUp: () => isUp };
