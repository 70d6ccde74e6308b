// What the list of exports makes of the service's answers.
const days = require('../../../utils/days');
const { sayMonth } = require('../export/wanted');
const texts = require('../../../texts/leaders/exports');

const ICONS = { households: 'family', points_transfers: 'points', orders: 'bag' };

/** @typedef {keyof typeof texts.kinds} Kind */

/** Where a kind is ordered. @param {string} kind @param {string} village */
const orderPage = (kind, village) => `/packages/workbench/export/export?village=${village}&kind=${kind}`;

/** @param {string} village */
const doors = (village) =>
  /** @type {Kind[]} */ (Object.keys(texts.kinds)).map((kind) => ({
    icon: ICONS[kind],
    title: texts.kinds[kind],
    hint: texts.kindHints[kind],
    to: orderPage(kind, village),
  }));

/** @param {any} one @param {string} village */
function line({ id, kind, format, state, month, is_masked: isMasked, rows, reason, ordered_at: ordered }, village) {
  const shown = /** @type {keyof typeof texts.states} */ (state);
  const facts = [
    month ? sayMonth(month) : '',
    texts.formats[/** @type {keyof typeof texts.formats} */ (format)],
    isMasked ? texts.masked : texts.whole,
    rows === null ? '' : texts.rows(rows),
    texts.reasons[/** @type {keyof typeof texts.reasons} */ (reason)],
    texts.orderedAt(days.sayMoment(ordered)),
  ];
  return {
    id,
    title: texts.kinds[/** @type {Kind} */ (kind)],
    mark: texts.states[shown],
    hint: texts.stateHints[shown],
    facts: facts.filter(Boolean).join(' · '),
    isReady: state === 'ready',
    isOrdered: state === 'ordered',
    again: state === 'gone' || state === 'failed' ? orderPage(kind, village) : '',
  };
}

/** Of this village; her own data is a matter of “我的”. @param {{ village_id: number | null }} one @param {string} village */
const isOf = ({ village_id: id }, village) => id === Number(village);

module.exports = { doors, isOf, line };
