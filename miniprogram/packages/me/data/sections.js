// The parts of my data as the page shows them: pure, so that they can be tested without a page.
const texts = require('../../../texts/privacy');

const ROOT = '/packages/me';

/** What one can do with it all. */
const doors = [
  { to: `${ROOT}/consents/consents`, icon: 'check', title: texts.consents, hint: texts.consentsHint },
  { to: `${ROOT}/corrections/corrections`, icon: 'pencil', title: texts.corrections, hint: texts.correctionsHint },
  { to: `${ROOT}/copy/copy`, icon: 'box', title: texts.copy, hint: texts.copyHint },
  { to: `${ROOT}/closing/closing`, icon: 'person', title: texts.close, hint: texts.closeHint },
];

/** @param {any} section */
const rowOf = ({ name, title, items }) => ({ name, title, count: items.length ? texts.count(items.length) : '' });

/** As much of a part as she has asked for. @param {any} section @param {number} most */
function shownOf({ items }, most) {
  const shown = items.slice(0, most).map(itemOf);
  return { items: shown, hasMore: items.length > most, spoken: spokenOf(shown) };
}

/** @param {any} item */
const itemOf = ({ title, facts }) => ({
  title,
  facts: facts.map((/** @type {any} */ { label, value }) => ({ label, value: String(value) })),
});

/** @param {{ title: string, facts: { label: string, value: string }[] }[]} items */
const spokenOf = (items) =>
  items.map(({ title, facts }) => [title, ...facts.map(({ label, value }) => `${label}，${value}`)].join('。')).join('。');

module.exports = { doors, rowOf, shownOf };
