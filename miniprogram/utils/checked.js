// A free text as its reader may see it, with how its check stands: the service gives an unchecked one to its author only.
const texts = require('../texts/checked');

/** @param {string | null | undefined} text @param {string | null | undefined} state @returns {string[]} lines */
function checkedLines(text, state) {
  const words = /** @type {Record<string, string>} */ (text ? texts.own : texts.hidden);
  const hint = state ? words[state] : '';
  return [text, hint].filter(/** @returns {line is string} */ (line) => Boolean(line));
}

/** The same in one line. @param {string | null | undefined} text @param {string | null | undefined} state */
const checkedWords = (text, state) => checkedLines(text, state).join(' ');

module.exports = { checkedLines, checkedWords };
