// What readers reported: a leader looks at it and says whether it is shown any longer.
const { screen, ask } = require('../../../utils/screen');
const { listing } = require('../../../utils/listing');
const checks = require('../../../services/leaders/checks');
const common = require('../../../texts/common');
const texts = require('../../../texts/leaders/checks');
const { line } = require('./lines');

Page(
  screen({
    data: { t: texts, common, items: [], nextAfter: null },
    isEmpty: ({ items }) => !items.length,
    ...listing((_, after) => checks.reports(after), line),

    /** @param {WechatMiniprogram.TouchEvent} event */
    onLook(event) {
      wx.previewImage({ urls: [event.currentTarget.dataset.link] });
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    async onKeep(event) {
      await this.act(checks.reportDecision(event.currentTarget.dataset.id, false, texts.keepLabel));
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    async onTakeDown(event) {
      if (!(await ask(texts.hideTitle, texts.takeDownBody, texts.takeDown))) return;
      await this.act(checks.reportDecision(event.currentTarget.dataset.id, true, texts.takeDownLabel));
    },
  }),
);
