// Whose birthday is told, and what follows for her: pure, so that it can be tested without a page.
const { relations } = require('../../../texts/household');
const texts = require('../../../texts/birthday');

const MAY_TELL = 'tell_birth_day';

/** @param {any} household @param {number} id @param {boolean} isHome whether it is told at home
 * @returns {any} null when it is not for her to tell */
function memberOf({ members, actions }, id, isHome) {
  const found = members.find((/** @type {any} */ one) => one.id === id);
  if (!found || !actions.includes(MAY_TELL)) return null;
  const { name, relation, has_joined: hasJoined, is_minor: isMinor } = found;
  const means = [
    texts.hidden,
    ...(hasJoined ? [texts.phoneEnds] : []),
    ...(isMinor && !isHome ? [texts.onRecord] : []),
  ];
  return { name, relation: /** @type {Record<string, string>} */ (relations)[relation], means, spoken: means.join('') };
}

module.exports = { memberOf };
