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

    onLoad() {
      /** Claims she took out of the batch, or that could not be confirmed: not chosen again by themselves. */
      this.left = new Set();
    },

    /** As many rows as she had before her, so that coming back from one loses nothing. */
    async load({ village }) {
      if (this.data.result) return {};
      const before = this.data.together.length + this.data.apart.length;
      const { together, apart, nextAfter } = await nextRows(village, undefined, before);
      return this.shown(together, apart, nextAfter);
    },

    async onMore() {
      try {
        const { together, apart, nextAfter } = await nextRows(this.query.village, this.data.nextAfter);
        this.setData(this.shown([...this.data.together, ...together], [...this.data.apart, ...apart], nextAfter));
      } catch (refusal) {
        this.showProblem(refusal);
      }
    },

    /** @param {any[]} together @param {any[]} apart @param {number | null} nextAfter */
    shown(together, apart, nextAfter) {
      const rows = together.map((row) => ({ ...row, isChosen: !this.left.has(row.id) }));
      return { together: rows, apart, nextAfter, ...counted(rows) };
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    onChoose(event) {
      const { index } = event.currentTarget.dataset;
      const { id, isChosen } = this.data.together[index];
      if (isChosen) this.left.add(id);
      else this.left.delete(id);
      this.setData({ [`together[${index}].isChosen`]: !isChosen });
      this.setData(counted(this.data.together));
    },

    async onConfirm() {
      const ids = queue.chosen(this.data.together).slice(0, BATCH_MAX);
      await this.act(claims.confirmation(ids, texts.confirmLabel(ids.length)), (/** @type {any} */ answer) => {
        queue.notDone(answer.items).forEach((id) => this.left.add(id));
        this.setData({ result: queue.results(this.data.together, answer.items) });
        wx.pageScrollTo({ scrollTop: 0, duration: 0 });
      });
    },

    onGoOn() {
      this.setData({ result: null, together: [], apart: [], phase: 'loading' });
      this.reload();
    },
  }),
);

/** The next rows of her queue, however many pages of other offices' claims lie before them.
 * @param {string} village @param {number} [after] @param {number} [least] how many, if there are so many
 * @returns {Promise<{ together: any[], apart: any[], nextAfter: number | null }>} */
async function nextRows(village, after, least = 1) {
  const page = await claims.waiting(village, after);
  const { together, apart } = queue.sorted(page.items);
  const missing = Math.max(least, 1) - together.length - apart.length;
  if (missing <= 0 || !page.next_after) return { together, apart, nextAfter: page.next_after };
  const more = await nextRows(village, page.next_after, missing);
  return { together: [...together, ...more.together], apart: [...apart, ...more.apart], nextAfter: more.nextAfter };
}

/** @param {any[]} together */
function counted(together) {
  const count = Math.min(queue.chosen(together).length, BATCH_MAX);
  return { count, button: texts.confirm(count) };
}
