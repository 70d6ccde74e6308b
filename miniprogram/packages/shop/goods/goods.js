// The shelf of a points shop: choose with big buttons, see the sum run along, look once more, order.
const { screen } = require('../../../utils/screen');
const proxy = require('../../../services/proxy');
const shop = require('../../../services/shop');
const points = require('../../../services/points');
const subscriptions = require('../../../services/subscriptions');
const drafts = require('../../../services/client/drafts');
const common = require('../../../texts/common');
const texts = require('../../../texts/shop');
const { sayGoods } = require('../../../utils/order-lines');
const { withQuantity, chosenGoods, sumOf, orderLines } = require('./basket');

Page(
  screen({
    data: { t: texts, common, village: null, canOrder: false, shelf: [], chosen: [], isChecking: false },
    isEmpty: ({ shelf, isWithoutVillage }) => !isWithoutVillage && !shelf.length,

    async load(query) {
      const me = await proxy.served(query);
      const village = query.village ? Number(query.village) : me.village_id;
      if (!village) return { joinRequest: me.join_request, isWithoutVillage: true };
      const [first, figures] = await Promise.all([
        shop.goods(village, { household_id: me.household_id }),
        me.household_id ? points.figures(me.household_id) : null,
      ]);
      const canOrder = first.actions.includes('order');
      this.basket = (canOrder && drafts.find(this.draft())) || {};
      const page = await reachingTo(this.basket, first, village);
      this.goods = page.items;
      return {
        village,
        household: me.household_id,
        served: query.household || '',
        canOrder,
        redeemable: figures ? figures.redeemable : 0,
        nextAfter: page.next_after,
        ...this.shown(figures ? figures.redeemable : 0),
      };
    },

    draft() {
      return `basket:${this.query.household || 'mine'}`;
    },

    async onMore() {
      try {
        const page = await shop.goods(this.data.village, { after: this.data.nextAfter });
        this.goods = [...this.goods, ...page.items];
        this.setData({ nextAfter: page.next_after, ...this.shown(this.data.redeemable) });
      } catch (refusal) {
        this.showProblem(refusal);
      }
    },

    /** @param {any} event */
    onQuantity(event) {
      this.basket = withQuantity(this.basket, event.currentTarget.dataset.id, event.detail.value);
      drafts.keep(this.draft(), this.basket);
      this.setData(this.shown(this.data.redeemable));
    },

    onCheck() {
      this.setData({ isChecking: true, problem: null });
      wx.pageScrollTo({ scrollTop: 0, duration: 0 });
    },

    onChange() {
      this.setData({ isChecking: false, problem: null });
    },

    async onPlace() {
      const { household, served, chosen } = this.data;
      if (!served) await subscriptions.offer('order');
      const label = texts.placeLabel(sayGoods(chosen));
      const wanted = proxy.inNameOf(household, shop.place(household, orderLines(chosen), label));
      const ended = await this.act(wanted, (/** @type {any} */ order) =>
        wx.redirectTo({ url: `/packages/shop/order/order?id=${order.id}` }),
      );
      if (ended === 'refused') return;
      drafts.drop(this.draft());
      this.basket = {};
      this.setData({ isChecking: false, ...this.shown(this.data.redeemable) });
    },

    /** What shelf and bar show now. @param {number} redeemable */
    shown(redeemable) {
      const chosen = chosenGoods(this.goods, this.basket);
      const sum = sumOf(chosen);
      return {
        chosen,
        shelf: this.goods.map((/** @type {any} */ one) => shelfLine(one, this.basket[one.id] || 0)),
        sum,
        sumWords: texts.uses(sum),
        remainingWords: texts.remaining(redeemable - sum),
        isShort: sum > redeemable,
      };
    },
  }),
);

/** The shelf's first page, and as many more as hold what was chosen before.
 * @param {Record<string, number>} basket @param {any} first @param {number} village */
async function reachingTo(basket, first, village) {
  let page = first;
  const isMissing = (/** @type {string} */ id) => !page.items.some((/** @type {any} */ one) => String(one.id) === id);
  while (page.next_after && Object.keys(basket).some(isMissing)) {
    const next = await shop.goods(village, { after: page.next_after });
    page = { items: [...page.items, ...next.items], next_after: next.next_after };
  }
  return page;
}

/** @param {any} one @param {number} quantity */
function shelfLine({ id, name, unit, price_points: price, stock }, quantity) {
  return {
    id,
    name,
    unit,
    price: texts.price(price, unit),
    left: stock ? texts.left(stock, unit) : '',
    stock,
    quantity,
  };
}
