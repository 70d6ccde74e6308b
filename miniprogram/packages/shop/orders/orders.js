// My household's orders, newest first.
const { screen } = require('../../../utils/screen');
const identity = require('../../../services/identity');
const shop = require('../../../services/shop');
const { orderLine } = require('../../../utils/order-lines');
const common = require('../../../texts/common');
const texts = require('../../../texts/shop');

/** @param {any} order */
const line = (order) => orderLine(order, texts.states);

Page(
  screen({
    data: { t: texts, common, household: null, joinRequest: null, items: [], nextAfter: null },
    isEmpty: ({ household, items }) => household && !items.length,

    async load() {
      const { household_id: household, join_request: joinRequest } = await identity.me();
      if (!household) return { household, joinRequest };
      const page = await shop.orders({ household_id: household });
      return { household, items: page.items.map(line), nextAfter: page.next_after };
    },

    async onMore() {
      try {
        const page = await shop.orders({ household_id: this.data.household, after: this.data.nextAfter });
        this.setData({ items: [...this.data.items, ...page.items.map(line)], nextAfter: page.next_after });
      } catch (refusal) {
        this.showProblem(refusal);
      }
    },
  }),
);
