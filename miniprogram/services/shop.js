// The points shop: its shelf, my household's orders, and the counter where they are handed out.
const { get } = require('./client/reading');
const session = require('./client/session');
const { freshKey } = require('../utils/keys');

const PAGE = 20;

/** @typedef {{ voucher: string } | { pickup_digits: string }} Shown what a household shows at the counter */

/** A village's shelf. @param {number | string} village
 * @param {{ after?: number | null, household_id?: number | null }} [wanted] the household that would order */
const goods = (village, wanted) => get(`/villages/${village}/goods`, { size: PAGE, ...wanted });

/** @param {Record<string, any>} wanted village_id or household_id, state, after; newest first */
const orders = (wanted) => get('/orders', { size: PAGE, ...wanted });

/** With its codes, for the household. @param {number | string} id */
const order = (id) => get(`/orders/${id}`);

/** @param {number} household @param {{ goods_id: number, quantity: number }[]} lines @param {string} label */
const place = (household, lines, label) => ({ label, path: '/orders', data: { household_id: household, lines } });

/** @param {number} id @param {string} label */
const cancel = (id, label) => ({ label, path: `/orders/${id}/cancellation`, slot: `order:${id}` });

/**
 * See what a voucher or its six digits fetch: now or not at all, so it never waits in the outbox.
 * @param {number} village @param {Shown} shown @returns {Promise<any>} the order; rejects with a Refusal
 */
const lookUp = (village, shown) =>
  session.sendSignedIn({
    method: 'POST',
    path: '/orders/lookups',
    data: { village_id: village, ...shown },
    key: freshKey(),
  });

/** Hand it out. @param {number} village @param {Shown} shown @param {string} label */
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

/** Put new goods on the shelf. @param {number | string} village
 * @param {{ code: string, name: string, unit: string, price_points: number }} data @param {string} label */
const shelve = (village, data, label) => ({ label, path: `/villages/${village}/goods`, data });

module.exports = { goods, orders, order, place, cancel, lookUp, fulfil, receive, shelve };
