// What the list of print-outs makes of the service's answers.
const days = require('../../../utils/days');
const texts = require('../../../texts/leaders/codes');

const ROOT = '/packages/workbench';
const ICONS = { door_plates: 'home', cards: 'person', shop_poster: 'box', activity_poster: 'calendar' };

/** @typedef {keyof typeof texts.prints} Kind */

/** Where a kind of print-out is ordered. @param {Kind} kind @param {string} village */
const orderPage = (kind, village) =>
  kind === 'activity_poster'
    ? `/packages/organise/activities/activities?village=${village}`
    : `${ROOT}/print/print?village=${village}&kind=${kind}`;

/** @param {string} village */
const doors = (village) =>
  /** @type {Kind[]} */ (Object.keys(texts.prints)).map((kind) => ({
    icon: ICONS[kind],
    title: texts.prints[kind],
    hint: texts.printHints[kind],
    to: orderPage(kind, village),
  }));

/** A print-out; what was made and has no link any more is kept no longer. @param {any} print @param {string} village */
function line({ id, kind, state, pieces, pages, warnings, ordered_at: ordered, link }, village) {
  const shown = /** @type {keyof typeof texts.states} */ (state === 'ready' && !link ? 'gone' : state);
  const isPoster = kind.endsWith('_poster');
  const sizes = [isPoster ? '' : texts.pieces(pieces), pages ? texts.pages(pages) : ''];
  return {
    id,
    title: texts.prints[/** @type {Kind} */ (kind)],
    mark: texts.states[shown],
    hint: texts.stateHints[shown],
    warnings,
    facts: [...sizes, texts.orderedAt(days.sayMoment(ordered))].filter(Boolean).join(' · '),
    isReady: shown === 'ready',
    isOrdered: shown === 'ordered',
    again: shown === 'gone' || shown === 'failed' ? orderPage(kind, village) : '',
  };
}

module.exports = { doors, line };
