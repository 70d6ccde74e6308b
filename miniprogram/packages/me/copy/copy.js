// A copy of my data (存一份): ordered, waited for, fetched by a link that opens once within ten minutes.
const { screen } = require('../../../utils/screen');
const files = require('../../../services/exports');
const texts = require('../../../texts/privacy');
const { lineOf, linkOf } = require('./lines');

const OWN = 'my_data';
const LOOK_AGAIN_MS = 4000;
const FORMATS = /** @type {('html' | 'json')[]} */ (['html', 'json']).map((value) => ({ value, ...texts.formats[value] }));

Page(
  screen({
    data: { t: texts, formats: FORMATS, format: 'html', items: [], linking: 0, link: null },

    async load() {
      const { items: all } = await files.list();
      const items = all.filter((/** @type {any} */ { kind }) => kind === OWN).map(lineOf);
      this.waitFor(items);
      return { items };
    },

    /** What is being made is looked for again while she looks on. @param {any[]} items */
    waitFor(items) {
      clearTimeout(this.alarm);
      if (items.some(({ isOrdered }) => isOrdered)) {
        this.alarm = setTimeout(() => this.wasHidden || this.reload(), LOOK_AGAIN_MS);
      }
    },

    onUnload() {
      clearTimeout(this.alarm);
    },

    /** @param {{ detail: { value: string } }} event */
    onFormat({ detail }) {
      this.setData({ format: detail.value });
    },

    async onOrder() {
      const wanted = { kind: OWN, format: this.data.format, reason: 'own' };
      await this.act(files.ordering(wanted, texts.orderLabel));
    },

    /** Each link opens once: a fresh one for each use. @param {WechatMiniprogram.TouchEvent} event */
    async onLink(event) {
      const { id } = event.currentTarget.dataset;
      if (this.data.linking) return;
      this.setData({ linking: id, problem: null });
      try {
        const link = linkOf(id, await files.link(id));
        wx.setClipboardData({ data: link.url });
        this.setData({ link });
      } catch (refusal) {
        this.showProblem(refusal);
        wx.pageScrollTo({ scrollTop: 0 });
      }
      this.setData({ linking: 0 });
    },
  }),
);
