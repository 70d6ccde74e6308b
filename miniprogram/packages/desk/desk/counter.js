// The counter's pure parts: at which shop somebody serves, and what she reads about an order.
const { sayGoods } = require('../../../utils/order-lines');
const texts = require('../../../texts/shop');

/** @param {{ role: string, organisation_id: number }[]} offices @returns {number | null} the village of her shop */
function shopOf(offices) {
  const office = offices.find(({ role }) => role === 'shopkeeper');
  return office ? office.organisation_id : null;
}

/** What a code fetches, to be read before and after it is handed out. @param {any} order */
function summary(order) {
  const isHanded = order.state === 'fulfilled';
  return {
    isHanded,
    household: order.household_label,
    goods: sayGoods(order.lines),
    lines: order.lines,
    title: isHanded ? texts.handedTitle : texts.foundTitle,
    words: isHanded ? texts.handedWords(order.points) : texts.foundWords(order.points),
    canHandOver: order.actions.includes('fulfil'),
  };
}

module.exports = { shopOf, summary };
