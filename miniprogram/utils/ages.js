// How old somebody is by a birthday that is asked and not kept.
const { today } = require('./days');

const GUARDED_UNTIL = 14;
const MINOR_UNTIL = 18;
const MAY_BE_MINOR = ['child', 'other'];

/** The civil date some years away. @param {string} date YYYY-MM-DD @param {number} years */
function yearsFrom(date, years) {
  return `${Number(date.slice(0, 4)) + years}${date.slice(4)}`;
}

/** Born on 29 February, she comes of age on 1 March. @param {string} bornOn YYYY-MM-DD @param {number} years
 * @param {string} [on] */
const isYounger = (bornOn, years, on = today()) => Boolean(bornOn) && on < yearsFrom(bornOn, years);

/** A guardian decides for her. @param {string} bornOn @param {string} [on] */
const isGuarded = (bornOn, on) => isYounger(bornOn, GUARDED_UNTIL, on);

/** The first birthday of who is a minor today. @param {string} [on] */
const oldestMinor = (on = today()) => yearsFrom(on, -MINOR_UNTIL);

/** Of whom a birthday is asked: a head, a spouse or a parent is grown up. @param {{ relation: string }} member */
const mayBeMinor = ({ relation }) => MAY_BE_MINOR.includes(relation);

module.exports = { isGuarded, isYounger, mayBeMinor, oldestMinor };
