// What WeChat found in a text or a photo, in words.
const texts = require('../../../texts/leaders/checks');

/** @param {number | null} label WeChat's number */
function foundWords(label) {
  const word = texts.labels[/** @type {keyof typeof texts.labels} */ (label)];
  return word ? texts.found(word) : texts.notFound;
}

module.exports = { foundWords };
