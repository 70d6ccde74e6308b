// The photos of an act as rows: what is to be seen of each, how its check stands, and which others look alike.
const photos = require('../services/photos');
const texts = require('../texts/photos');

/** @param {any[] | undefined} shown as the service tells them @param {{ isReview?: boolean }} [reader] who looks on */
function photoLines(shown = [], { isReview = false } = {}) {
  return shown.map((photo, index) => lineOf(photo, index, isReview));
}

/** @param {any} photo @param {number} index @param {boolean} isReview */
function lineOf({ sha256, file_id: id, state: shown, link, removed_at: removed, looks_like: alike = [] }, index, isReview) {
  const state = removed ? 'removed' : shown;
  const kept = state === 'missing' ? photos.find(sha256) : undefined;
  const isLost = Boolean(kept && kept.refusal);
  return {
    sha256,
    id,
    name: texts.photo(index + 1),
    src: link || (kept ? kept.path : ''),
    mark: isLost ? texts.states.refused : texts.states[/** @type {keyof typeof texts.states} */ (state)],
    hint: kept ? hereHint(kept) : hintOf(state, isReview),
    isHere: Boolean(kept) && !isLost,
    alike: alike.map(alikeOf),
  };
}

/** @param {import('../services/photos').Photo} kept */
const hereHint = ({ refusal }) => (refusal ? texts.notTaken(refusal.detail) : texts.missingHere);

/** @param {string} state @param {boolean} isReview */
function hintOf(state, isReview) {
  if (isReview && ['pending', 'for_people'].includes(state)) return texts.hiddenFromLeader;
  return texts.hints[/** @type {keyof typeof texts.hints} */ (state)] || '';
}

/** @param {any} other */
const alikeOf = ({ file_id: id, household_label: label, link }) => ({ id, label: texts.otherOne(label), src: link || '' });

module.exports = { photoLines };
