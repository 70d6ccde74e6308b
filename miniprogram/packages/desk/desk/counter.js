// The counter's pure parts: at which shop somebody serves, and what is asked before goods are handed out.
const { sayGoods, sayDigits } = require('../../../utils/order-lines');
const texts = require('../../../texts/shop');

/** @param {{ role: string, organisation_id: number }[]} offices @returns {number | null} the village of her shop */
function shopOf(offices) {
  const office = offices.find(({ role }) => role === 'shopkeeper');
  return office ? office.organisation_id : null;
}

/** @param {{ voucher?: string, pickup_digits?: string }} shown what the household shows */
function sayShown({ pickup_digits: digits }) {
  return digits ? texts.handOverDigits(sayDigits(digits)) : texts.handOverScanned;
}

/** What she reads before she hands out. @param {{ household: string, goods: string } | null} chosen
 * @param {{ voucher?: string, pickup_digits?: string }} shown */
function question(chosen, shown) {
  return chosen ? texts.handOverFor(chosen.household, chosen.goods) : texts.handOverBlind(sayShown(shown));
}

/** What was handed out. @param {any} order @param {{ id: number } | null} chosen */
function handed(order, chosen) {
  return {
    household: order.household_label,
    goods: sayGoods(order.lines),
    lines: order.lines,
    words: texts.handedWords(order.points),
    isOther: chosen !== null && chosen.id !== order.id,
  };
}

module.exports = { shopOf, sayShown, question, handed };
