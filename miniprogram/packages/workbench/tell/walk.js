// What is to be told, in the order in which one walks: group by group, door by door.
const texts = require('../../../texts/leaders/workbench');
const days = require('../../../utils/days');

const { digits: DIGITS, ten: TEN } = texts.numerals;
const NUMERAL = new RegExp(`[${DIGITS.slice(1)}${TEN}]+`);

/** @param {any} message */
function line(message) {
  return {
    id: message.id,
    group: message.group_name,
    number: message.household_number,
    household: texts.household(message.household_number),
    title: message.title,
    body: message.body,
    since: texts.since(days.sayMoment(message.created_at)),
    reason: texts.tellReasons[/** @type {keyof typeof texts.tellReasons} */ (message.reason)] || texts.tellReasons.no_phone,
  };
}

/** The number in the name of a group, in figures or signs; a group without one comes last. @param {string} name */
function groupNumber(name) {
  const [figures] = /\d+/.exec(name) || [];
  if (figures) return Number(figures);
  const [word] = NUMERAL.exec(name) || [];
  return word ? numberOf(word) : Infinity;
}

/** @param {string} word below a hundred */
function numberOf(word) {
  const [ones, tens] = word.split(TEN).reverse();
  return (tens === undefined ? 0 : DIGITS.indexOf(tens) || 1) * 10 + DIGITS.indexOf(ones);
}

/** @typedef {ReturnType<typeof line>} Line */

/** @param {Line} one @param {Line} other */
function comesAfter(one, other) {
  const place = (/** @type {Line} */ { group, number, id }) => [groupNumber(group), group, number, id];
  const [here, there] = [place(one), place(other)];
  const differs = here.findIndex((part, index) => part !== there[index]);
  return differs >= 0 && here[differs] > there[differs] ? 1 : -1;
}

/** Sorted, with a heading where a group begins. @param {Line[]} lines */
function walk(lines) {
  const sorted = [...lines].sort(comesAfter);
  const begins = (/** @type {number} */ index) => !index || sorted[index - 1].group !== sorted[index].group;
  return sorted.map((one, index) => ({ ...one, heading: begins(index) ? one.group : '' }));
}

module.exports = { line, walk };
