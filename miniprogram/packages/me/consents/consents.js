// What I agreed to, one card for each purpose: two taps give it, two taps take it back.
const { screen, ask } = require('../../../utils/screen');
const consents = require('../../../services/consents');
const texts = require('../../../texts/consents');
const { lineOf, noticeOf } = require('./lines');

Page(
  screen({
    data: { t: texts, items: [], notice: '', open: '', deciding: '' },

    async load() {
      const [mine, wordings] = await Promise.all([consents.mine(), consents.wordings()]);
      return { items: mine.map((item) => lineOf(item, wordings)), notice: noticeOf(wordings) };
    },

    /** The whole text, or no longer. @param {WechatMiniprogram.TouchEvent} event */
    onWhole(event) {
      const { purpose } = event.currentTarget.dataset;
      this.setData({ open: this.data.open === purpose ? '' : purpose });
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    async onGive(event) {
      if (await consents.ask(event.currentTarget.dataset.purpose)) await this.reload();
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    async onTakeBack(event) {
      const purpose = /** @type {import('../../../services/consents').Purpose} */ (event.currentTarget.dataset.purpose);
      if (!(await ask(texts.takeBackTitle, texts.afterTakingBack[purpose], texts.takeBack))) return;
      this.setData({ deciding: purpose, problem: null });
      try {
        await consents.withdraw(purpose);
        await this.reload();
      } catch (refusal) {
        this.showProblem(refusal);
        wx.pageScrollTo({ scrollTop: 0 });
      }
      this.setData({ deciding: '' });
    },
  }),
);
