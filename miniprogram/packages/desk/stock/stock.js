// What is on the shelf, and how a delivery is noted.
const { screen, tell } = require('../../../utils/screen');
const { listing } = require('../../../utils/listing');
const identity = require('../../../services/identity');
const shop = require('../../../services/shop');
const common = require('../../../texts/common');
const texts = require('../../../texts/shop');
const { shopOf } = require('../desk/counter');

/** @param {any} one */
function stockLine({ id, name, unit, stock, actions }) {
  return { id, name, unit, left: texts.stockLeft(stock, unit), canReceive: actions.includes('receive') };
}

const list = listing(
  ({ village }, after) => shop.goods(village, { after }),
  stockLine,
  { whole: ({ actions }) => ({ canShelve: actions.includes('shelve') }) },
);

Page(
  screen({
    data: {
      t: texts,
      common,
      village: null,
      canShelve: false,
      items: [],
      nextAfter: null,
      coming: null,
      quantity: 1,
      note: '',
    },
    isEmpty: ({ items }) => !items.length,

    onMore: list.onMore,

    async load({ village: asked }) {
      const village = asked ? Number(asked) : shopOf((await identity.me()).offices);
      return village ? { village, ...(await list.load.call(this, { village })) } : { village };
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    onReceive(event) {
      const one = this.data.items[event.currentTarget.dataset.index];
      this.setData({ coming: { ...one, howMany: texts.receiveHowMany(one.unit) }, quantity: 1, note: '', problem: null });
      wx.pageScrollTo({ scrollTop: 0, duration: 0 });
    },

    onBack() {
      this.setData({ coming: null, problem: null });
    },

    /** @param {{ detail: { value: string | number } }} event */
    onQuantity({ detail }) {
      this.setData({ quantity: Number(detail.value) || 0 });
    },

    /** @param {{ detail: { value: string } }} event */
    onNote({ detail }) {
      this.setData({ note: detail.value });
    },

    async onSend() {
      const { coming, quantity, note } = this.data;
      const count = `${quantity}${coming.unit}`;
      const wanted = shop.receive(coming.id, quantity, note, texts.receiveLabel(coming.name, count));
      const ended = await this.act(wanted, (/** @type {any} */ goods) =>
        tell(texts.receivedTitle, texts.received(goods.name, `${goods.stock}${goods.unit}`)),
      );
      if (ended === 'refused') return;
      this.setData({ coming: null });
      this.reload();
    },
  }),
);
