// The points shop: its shelf, my household's orders, and the counter where they are handed out.
const { get } = require('./client/reading');

const PAGE = 20;

/** @param {number | string} village @param {number | null} [after] */
const goods = (village, after) => get(`/villages/${village}/goods`, { after, size: PAGE });

/** @param {Record<string, any>} wanted village_id or household_id, state, after; newest first */
const orders = (wanted) => get('/orders', { size: PAGE, ...wanted });

/** With its codes, for the household. @param {number | string} id */
const order = (id) => get(`/orders/${id}`);

/** @param {number} household @param {{ goods_id: number, quantity: number }[]} lines @param {string} label */
const place = (household, lines, label) => ({ label, path: '/orders', data: { household_id: household, lines } });

/** @param {number} id @param {string} label */
const cancel = (id, label) => ({ label, path: `/orders/${id}/cancellation`, slot: `order:${id}` });

/** Hand out what a voucher or its six digits fetch. @param {number} village
 * @param {{ voucher: string } | { pickup_digits: string }} shown @param {string} label */
const fulfil = (village, shown, label) => ({
  label,
  path: '/orders/fulfilments',
  data: { village_id: village, ...shown },
});

/** @param {number} goodsId @param {number} quantity @param {string} note @param {string} label */
const receive = (goodsId, quantity, note, label) => ({
  label,
  path: `/goods/${goodsId}/receipts`,
  data: { quantity, note },
});

module.exports = { goods, orders, order, place, cancel, fulfil, receive };
