// Texts that WeChat does not decide upon: a leader says whether they may be shown.
const { screen, ask } = require('../../../utils/screen');
const { listing } = require('../../../utils/listing');
const checks = require('../../../services/leaders/checks');
const days = require('../../../utils/days');
const common = require('../../../texts/common');
const texts = require('../../../texts/leaders/checks');
const { foundWords } = require('./found');

/** @param {any} check */
const line = (check) => ({
  id: check.id,
  kind: texts.kinds[/** @type {keyof typeof texts.kinds} */ (check.kind)],
  text: check.text,
  since: texts.since(days.sayMoment(check.submitted_at)),
  found: foundWords(check.label),
  may: check.actions.includes('decide'),
});

Page(
  screen({
    data: { t: texts, common, items: [], nextAfter: null },
    isEmpty: ({ items }) => !items.length,
    ...listing((_, after) => checks.waiting(after), line),

    /** @param {WechatMiniprogram.TouchEvent} event */
    async onShowIt(event) {
      await this.act(checks.decision(event.currentTarget.dataset.id, true, texts.showLabel));
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    async onHideIt(event) {
      if (!(await ask(texts.hideTitle, texts.hideBody, texts.hideYes))) return;
      await this.act(checks.decision(event.currentTarget.dataset.id, false, texts.hideLabel));
    },
  }),
);
