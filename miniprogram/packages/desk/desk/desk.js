// The counter of a points shop: scan the voucher or type its six digits, read what it is, hand over.
const { screen, ask } = require('../../../utils/screen');
const identity = require('../../../services/identity');
const shop = require('../../../services/shop');
const { orderLine } = require('../../../utils/order-lines');
const common = require('../../../texts/common');
const texts = require('../../../texts/shop');
const { shopOf, sayShown, question, handed } = require('./counter');

/** @param {any} order */
const line = (order) => ({ ...orderLine(order, texts.counterStates), canHandOver: order.actions.includes('fulfil') });

Page(
  screen({
    data: { t: texts, common, village: null, waiting: [], nextAfter: null, chosen: null, digits: '', handed: null },
    isEmpty: ({ village }) => !village,

    async load({ village: asked }) {
      const village = asked ? Number(asked) : shopOf((await identity.me()).offices);
      if (!village) return { village };
      const page = await shop.orders({ village_id: village, state: 'reserved' });
      return { village, waiting: page.items.map(line), nextAfter: page.next_after };
    },

    async onMore() {
      const { village, nextAfter: after } = this.data;
      try {
        const page = await shop.orders({ village_id: village, state: 'reserved', after });
        this.setData({ waiting: [...this.data.waiting, ...page.items.map(line)], nextAfter: page.next_after });
      } catch (refusal) {
        this.showProblem(refusal);
      }
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    onChoose(event) {
      this.setData({ chosen: this.data.waiting[event.currentTarget.dataset.index], notSent: false, problem: null });
      wx.pageScrollTo({ scrollTop: 0 });
    },

    onUnchoose() {
      this.setData({ chosen: null });
    },

    /** @param {{ detail: { digits: string, isFull: boolean } }} event */
    onDigits({ detail }) {
      this.setData({ digits: detail.isFull ? detail.digits : '' });
    },

    onScan() {
      wx.scanCode({ scanType: ['qrCode'], success: ({ result }) => this.handOver({ voucher: result }) });
    },

    onHandOver() {
      this.handOver({ pickup_digits: this.data.digits });
    },

    /** @param {{ voucher: string } | { pickup_digits: string }} shown */
    async handOver(shown) {
      const { village, chosen } = this.data;
      if (!(await ask(texts.handOverTitle, question(chosen, shown), texts.handOverYes))) return;
      const wanted = shop.fulfil(village, shown, texts.handOverLabel(sayShown(shown)));
      const ended = await this.act(wanted, (/** @type {any} */ order) => {
        this.setData({ handed: handed(order, chosen), chosen: null });
      });
      this.selectComponent('#pad').clear();
      this.setData({ notSent: ended === 'kept' });
      wx.pageScrollTo({ scrollTop: 0 });
    },

    onNext() {
      this.setData({ handed: null });
      this.reload();
    },
  }),
);
