// Exports of a village's data: what can be ordered, what is being made, and a link for one use to what is ready.
const { screen, tell } = require('../../../utils/screen');
const { listing } = require('../../../utils/listing');
const files = require('../../../services/exports');
const days = require('../../../utils/days');
const common = require('../../../texts/common');
const texts = require('../../../texts/leaders/exports');
const { doors, isOf, line } = require('./lines');

const LOOK_AGAIN_MS = 5000;

const found = listing(
  async ({ village }, after) => {
    const page = await files.list(after);
    const here = page.items.filter((/** @type {any} */ one) => isOf(one, village));
    return { ...page, items: here.map((/** @type {any} */ one) => line(one, village)) };
  },
  (one) => one,
);

Page(
  screen({
    data: { t: texts, common, doors: [], items: [], nextAfter: null, fetching: 0 },
    onMore: found.onMore,

    async load(query) {
      const page = await found.load.call(this, query);
      this.waitFor(page.items);
      return { ...page, doors: doors(query.village) };
    },

    /** What is being made is looked for again while somebody looks on. @param {any[]} items */
    waitFor(items) {
      clearTimeout(this.alarm);
      if (items.some(({ isOrdered }) => isOrdered)) {
        this.alarm = setTimeout(() => this.wasHidden || this.reload(), LOOK_AGAIN_MS);
      }
    },

    onUnload() {
      clearTimeout(this.alarm);
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    async onCopy(event) {
      const { id } = event.currentTarget.dataset;
      if (this.data.fetching) return;
      this.setData({ fetching: id, problem: null });
      try {
        const { url, expires_at: until } = await files.link(id);
        wx.setClipboardData({ data: url });
        await tell(texts.copiedTitle, texts.copied(days.sayTime(until)));
      } catch (refusal) {
        this.showProblem(refusal);
        wx.pageScrollTo({ scrollTop: 0 });
      } finally {
        this.setData({ fetching: 0 });
      }
    },
  }),
);
