// How large everything is drawn: 长辈版 and the phone's own font size, one scale for every page.
const storage = require('./storage');

const NAME = 'look:elder';
const ELDER_SCALE = 1.3; // the smallest text, 14 px, becomes 18.2 px
const SCALE_MAX = 1.76; // running text, 17 px, becomes 30 px
const STANDARD_FONT_PX = 16;

/** @type {Set<(look: Look) => void>} */
const watchers = new Set();

/**
 * @typedef {object} Look
 * @property {boolean} isElder whether 长辈版 is on
 * @property {string} style the inline style of a page's root
 * @property {string} className the class of a page's root
 */

/** @returns {Look} */
function current() {
  const isElder = storage.find(NAME) === true;
  const scale = Math.min(SCALE_MAX, phoneScale() * (isElder ? ELDER_SCALE : 1));
  return {
    isElder,
    style: `--scale: ${scale.toFixed(2)}; --target: ${isElder ? 60 : 48}px`,
    className: isElder ? 'screen screen-elder' : 'screen',
  };
}

/** The phone may ask for larger text, never for smaller than ours. */
function phoneScale() {
  return Math.max(1, (wx.getAppBaseInfo().fontSizeSetting || STANDARD_FONT_PX) / STANDARD_FONT_PX);
}

/** Switch 长辈版; remembered on this phone. @param {boolean} isElder */
function setElder(isElder) {
  storage.keep(NAME, isElder);
  const look = current();
  watchers.forEach((tell) => tell(look));
}

/** @param {(look: Look) => void} tell @returns {() => void} ends the watch */
function watch(tell) {
  watchers.add(tell);
  return () => watchers.delete(tell);
}

module.exports = { NAME, current, setElder, watch };
