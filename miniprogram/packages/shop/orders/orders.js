// My household's orders, newest first.
const { screen } = require('../../../utils/screen');
const { listing } = require('../../../utils/listing');
const identity = require('../../../services/identity');
const shop = require('../../../services/shop');
const { orderLine } = require('../../../utils/order-lines');
const common = require('../../../texts/common');
const texts = require('../../../texts/shop');

const list = listing(
  ({ household }, after) => shop.orders({ household_id: household, after }),
  (order) => orderLine(order, texts.states),
);

Page(
  screen({
    data: { t: texts, common, household: null, joinRequest: null, items: [], nextAfter: null },
    isEmpty: ({ household, items }) => household && !items.length,

    onMore: list.onMore,

    async load() {
      const { household_id: household, join_request: joinRequest } = await identity.me();
      if (!household) return { household, joinRequest };
      return { household, ...(await list.load.call(this, { household })) };
    },
  }),
);
