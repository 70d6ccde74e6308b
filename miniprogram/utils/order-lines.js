// Turns orders into what household and counter read.
const days = require('./days');

const TONES = { reserved: 'waiting', fulfilled: 'good', cancelled: 'plain', expired: 'attention' };

/** 香皂2块、牙膏1盒. @param {{ name: string, quantity: number, unit: string }[]} lines */
function sayGoods(lines) {
  return lines.map(({ name, quantity, unit }) => `${name}${quantity}${unit}`).join('、');
}

/** @param {any} order @param {Record<string, string>} words the word of each state */
function orderLine(order, words) {
  return {
    id: order.id,
    household: order.household_label,
    goods: sayGoods(order.lines),
    points: order.points,
    tone: TONES[/** @type {keyof typeof TONES} */ (order.state)],
    word: words[order.state],
    placed: days.sayMoment(order.placed_at),
    expires: days.sayMoment(order.expires_at),
    to: `/packages/shop/order/order?id=${order.id}`,
  };
}

/** 123 456, as it is said at the counter. @param {string | null} digits */
function sayDigits(digits) {
  return digits ? `${digits.slice(0, 3)} ${digits.slice(3)}`.trim() : '';
}

module.exports = { sayGoods, orderLine, sayDigits };
