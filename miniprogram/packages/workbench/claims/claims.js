// The leader's queue: what can be confirmed together is chosen already, one button confirms it, and each claim
// gets its result.
const { screen } = require('../../../utils/screen');
const claims = require('../../../services/leaders/claims');
const common = require('../../../texts/common');
const texts = require('../../../texts/leaders/claims');
const queue = require('./queue');

const BATCH_MAX = 100;

Page(
  screen({
    data: { t: texts, common, together: [], apart: [], nextAfter: null, count: 0, button: '', result: null },
    isEmpty: ({ together, apart, result }) => !together.length && !apart.length && !result,

    async load({ village }) {
      if (this.data.result) return {};
      const page = await claims.waiting(village);
      const { together, apart } = queue.sorted(page.items);
      return { together, apart, nextAfter: page.next_after, ...counted(together) };
    },

    async onMore() {
      try {
        const page = await claims.waiting(this.query.village, this.data.nextAfter);
        const { together, apart } = queue.sorted(page.items);
        const all = [...this.data.together, ...together];
        this.setData({ together: all, nextAfter: page.next_after, ...counted(all) });
        this.setData({ apart: [...this.data.apart, ...apart] });
      } catch (refusal) {
        this.showProblem(refusal);
      }
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    onChoose(event) {
      const { index } = event.currentTarget.dataset;
      const isChosen = !this.data.together[index].isChosen;
      this.setData({ [`together[${index}].isChosen`]: isChosen });
      this.setData(counted(this.data.together));
    },

    async onConfirm() {
      const ids = queue.chosen(this.data.together).slice(0, BATCH_MAX);
      await this.act(claims.confirmation(ids, texts.confirmLabel(ids.length)), (/** @type {any} */ answer) => {
        this.setData({ result: queue.results(this.data.together, answer.items) });
        wx.pageScrollTo({ scrollTop: 0, duration: 0 });
      });
    },

    onGoOn() {
      this.setData({ result: null });
      this.reload();
    },
  }),
);

/** @param {any[]} together */
function counted(together) {
  const count = Math.min(queue.chosen(together).length, BATCH_MAX);
  return { count, button: texts.confirm(count) };
}
