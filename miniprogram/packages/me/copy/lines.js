// A file of my data as its card shows it: pure, so that it can be tested without a page.
const days = require('../../../utils/days');
const texts = require('../../../texts/privacy');

/** @param {any} file as the service tells it */
function lineOf({ id, format, state, ordered_at: orderedAt }) {
  const { mark, hint } = texts.fileStates[/** @type {keyof typeof texts.fileStates} */ (state)];
  return {
    id,
    title: texts.formats[/** @type {keyof typeof texts.formats} */ (format)].word,
    when: texts.orderedAt(days.sayMoment(orderedAt)),
    mark,
    hint,
    isOrdered: state === 'ordered',
    isReady: state === 'ready',
  };
}

/** @param {number} id of the file @param {{ url: string, expires_at: string }} made */
const linkOf = (id, { url, expires_at: until }) => ({ id, url, until: texts.linkUntil(days.sayTime(until)) });

module.exports = { lineOf, linkOf };
