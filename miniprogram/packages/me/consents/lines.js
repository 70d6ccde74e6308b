// A consent as its card shows it: pure, so that it can be tested without a page.
const days = require('../../../utils/days');
const texts = require('../../../texts/consents');

/** @typedef {'none' | 'given' | 'outdated' | 'withdrawn'} State */

/** @param {any} item as the service tells mine @param {any[]} wordings */
function lineOf({ purpose, state, title, summary, needed_for: needed, given_at: givenAt }, wordings) {
  const whole = wordings.find((one) => one.purpose === purpose);
  return {
    purpose,
    title,
    summary,
    text: whole ? whole.text : '',
    needed: needed.length ? texts.neededFor(needed) : '',
    mark: texts.states[/** @type {State} */ (state)],
    given: state === 'given' && givenAt ? texts.givenAt(days.sayMoment(givenAt)) : '',
    mayGive: state !== 'given',
    mayTakeBack: state === 'given' || state === 'outdated',
  };
}

/** What is said of texts that are not the official ones, once. @param {any[]} wordings */
const noticeOf = (wordings) => (wordings.find(({ notice }) => notice) || { notice: '' }).notice;

module.exports = { lineOf, noticeOf };
