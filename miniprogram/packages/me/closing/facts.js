// What stands in the way of closing, and where it is settled: pure, so that it can be tested without a page.
const texts = require('../../../texts/privacy');

const OUTBOX = '/packages/me/outbox/outbox';
/** where what the service names is settled, if the phone can do it */
const PAGES = /** @type {Record<string, string>} */ ({
  'order-waiting': '/packages/shop/orders/orders',
});

/** What the service names, and what this phone has not sent yet.
 * @param {{ slug: string, detail: string }[]} named @param {number} unsent */
function hindrancesOf(named, unsent) {
  const own = unsent ? [{ slug: 'unsent', detail: texts.unsent(unsent), to: OUTBOX }] : [];
  return [...own, ...named.map(({ slug, detail }) => ({ slug, detail, to: PAGES[slug] || '' }))];
}

/** @param {{ goes: string[], stays: string[] }} closing */
const spokenOf = ({ goes, stays }) => [texts.goes, ...goes, texts.stays, ...stays].join('。');

module.exports = { hindrancesOf, spokenOf };
