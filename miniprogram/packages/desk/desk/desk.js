// The counter of a points shop: scan the voucher or type its six digits, read what it fetches, hand it over.
const { screen } = require('../../../utils/screen');
const identity = require('../../../services/identity');
const shop = require('../../../services/shop');
const { orderLine } = require('../../../utils/order-lines');
const common = require('../../../texts/common');
const texts = require('../../../texts/shop');
const { shopOf, summary } = require('./counter');

/** @param {any} order */
const line = (order) => ({ ...orderLine(order, texts.counterStates), canHandOver: order.actions.includes('fulfil') });

Page(
  screen({
    data: { t: texts, common, village: null, waiting: [], nextAfter: null, digits: '', found: null, notSent: false },
    isEmpty: ({ village }) => !village,

    /** A membership card was scanned: then `household` is hers, and only her orders are listed. A voucher was: then
     * what it fetches comes first. */
    async load({ village: asked, household, voucher }) {
      const village = asked ? Number(asked) : shopOf((await identity.me()).offices);
      if (!village) return { village };
      const page = await shop.orders({ village_id: village, household_id: household, state: 'reserved' });
      const found = voucher && !this.shown ? await this.fetchedBy(village, voucher) : this.data.found;
      return { village, waiting: page.items.map(line), nextAfter: page.next_after, found };
    },

    /** Once; a refusal is not asked for again. @param {number} village @param {string} voucher */
    async fetchedBy(village, voucher) {
      try {
        const order = await shop.lookUp(village, { voucher });
        this.shown = { voucher };
        return summary(order);
      } catch (refusal) {
        if (!(/** @type {any} */ (refusal).isPassing)) this.shown = { voucher };
        throw refusal;
      }
    },

    async onMore() {
      const { village, nextAfter: after } = this.data;
      const { household } = this.query;
      try {
        const page = await shop.orders({ village_id: village, household_id: household, state: 'reserved', after });
        this.setData({ waiting: [...this.data.waiting, ...page.items.map(line)], nextAfter: page.next_after });
      } catch (refusal) {
        this.showProblem(refusal);
      }
    },

    /** @param {{ detail: { digits: string, isFull: boolean } }} event */
    onDigits({ detail }) {
      this.setData({ digits: detail.isFull ? detail.digits : '' });
    },

    onScan() {
      wx.scanCode({ scanType: ['qrCode'], success: ({ result }) => this.lookUp({ voucher: result }) });
    },

    onLookUp() {
      this.lookUp({ pickup_digits: this.data.digits });
    },

    /** @param {import('../../../services/shop').Shown} shown */
    async lookUp(shown) {
      this.setData({ problem: null, notSent: false });
      try {
        const order = await shop.lookUp(this.data.village, shown);
        this.shown = shown;
        this.setData({ found: summary(order) });
      } catch (refusal) {
        this.showProblem(refusal);
      }
      this.selectComponent('#pad').clear();
      wx.pageScrollTo({ scrollTop: 0 });
    },

    async onHandOver() {
      const { village, found } = this.data;
      const wanted = shop.fulfil(village, this.shown, texts.handOverLabel(found.household, found.goods));
      const ended = await this.act(wanted, (/** @type {any} */ order) => this.setData({ found: summary(order) }));
      if (ended === 'kept') this.setData({ found: null, notSent: true });
    },

    onNext() {
      this.setData({ found: null, problem: null });
      this.reload();
    },
  }),
);
