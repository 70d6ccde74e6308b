// What is chosen from the shelf: quantities by goods, their sum, and the lines of the order.

/** @typedef {Record<string, number>} Basket quantity by id of the goods */

/** @param {Basket} basket @param {number} id @param {number} quantity @returns {Basket} without what is not wanted */
function withQuantity(basket, id, quantity) {
  const { [id]: _before, ...others } = basket;
  return quantity > 0 ? { ...others, [id]: quantity } : others;
}

/** @param {any[]} shelf @param {Basket} basket */
function chosenGoods(shelf, basket) {
  return shelf
    .filter(({ id }) => basket[id])
    .map(({ id, name, unit, price_points: price }) => ({
      id,
      name,
      unit,
      quantity: basket[id],
      points: price * basket[id],
    }));
}

/** @param {{ points: number }[]} chosen */
function sumOf(chosen) {
  return chosen.reduce((sum, { points }) => sum + points, 0);
}

/** @param {{ id: number, quantity: number }[]} chosen */
function orderLines(chosen) {
  return chosen.map(({ id, quantity }) => ({ goods_id: id, quantity }));
}

module.exports = { withQuantity, chosenGoods, sumOf, orderLines };
