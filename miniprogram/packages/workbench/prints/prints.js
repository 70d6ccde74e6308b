// Print-outs of a village: what can be ordered, what is being made, and what is ready to be opened and printed.
const { screen, tell } = require('../../../utils/screen');
const { listing } = require('../../../utils/listing');
const documents = require('../../../services/device/documents');
const prints = require('../../../services/leaders/prints');
const common = require('../../../texts/common');
const texts = require('../../../texts/leaders/codes');
const { doors, line } = require('./lines');

const LOOK_AGAIN_MS = 5000;

const found = listing(
  async ({ village }, after) => {
    const page = await prints.list(village, after);
    return { ...page, items: page.items.map((/** @type {any} */ print) => line(print, village)) };
  },
  (print) => print,
);

Page(
  screen({
    data: { t: texts, common, doors: [], items: [], nextAfter: null, opening: 0 },
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
    onOpen(event) {
      return this.withLink(event, (/** @type {any} */ { kind, link }) =>
        documents.open(link, `${texts.prints[/** @type {keyof typeof texts.prints} */ (kind)]}.pdf`),
      );
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    onCopy(event) {
      return this.withLink(event, (/** @type {any} */ { link }) => {
        wx.setClipboardData({ data: link });
        return tell(texts.copiedTitle, texts.copied);
      });
    },

    /** Links are short-lived: a fresh one for each use. @param {WechatMiniprogram.TouchEvent} event
     * @param {(print: any) => Promise<any>} use */
    async withLink(event, use) {
      const { id } = event.currentTarget.dataset;
      if (this.data.opening) return;
      this.setData({ opening: id, problem: null });
      try {
        const print = await prints.one(id);
        await (print.link ? use(print) : this.reload());
      } catch (refusal) {
        this.showProblem(refusal);
        wx.pageScrollTo({ scrollTop: 0 });
      } finally {
        this.setData({ opening: 0 });
      }
    },
  }),
);
