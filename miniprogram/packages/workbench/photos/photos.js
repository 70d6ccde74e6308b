// Photos that WeChat does not decide upon: a leader says whether they may be shown.
const { screen, ask } = require('../../../utils/screen');
const { listing } = require('../../../utils/listing');
const checks = require('../../../services/leaders/checks');
const days = require('../../../utils/days');
const common = require('../../../texts/common');
const texts = require('../../../texts/leaders/checks');
const { foundWords } = require('../texts/found');

/** @param {any} check */
const line = (check) => ({
  id: check.id,
  link: check.link,
  since: texts.photoSince(days.sayMoment(check.submitted_at)),
  found: foundWords(check.label),
  may: check.actions.includes('decide') && Boolean(check.link),
});

Page(
  screen({
    data: { t: texts, common, items: [], nextAfter: null },
    isEmpty: ({ items }) => !items.length,
    ...listing((_, after) => checks.photos(after), line),

    /** @param {WechatMiniprogram.TouchEvent} event */
    onLook(event) {
      wx.previewImage({ urls: [event.currentTarget.dataset.link] });
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    async onShowIt(event) {
      await this.act(checks.photoDecision(event.currentTarget.dataset.id, true, texts.photoShowLabel));
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    async onHideIt(event) {
      if (!(await ask(texts.hideTitle, texts.photoHideBody, texts.hideYes))) return;
      await this.act(checks.photoDecision(event.currentTarget.dataset.id, false, texts.photoHideLabel));
    },
  }),
);
