// Corrections that wait for a leader: what it says now, what it should be, and her answer.
const { screen } = require('../../../utils/screen');
const { listing } = require('../../../utils/listing');
const corrections = require('../../../services/leaders/corrections');
const common = require('../../../texts/common');
const texts = require('../../../texts/leaders/privacy');
const { BLANK, isComplete, line } = require('./lines');

Page(
  screen({
    data: { t: texts, common, items: [], nextAfter: null, opened: null, form: BLANK, isComplete: false },
    isEmpty: ({ items, opened }) => !items.length && !opened,
    ...listing(({ village }, after) => corrections.waiting(village, after), line),

    /** @param {WechatMiniprogram.TouchEvent} event */
    onOpen(event) {
      this.setData({ opened: this.data.items[event.currentTarget.dataset.index], form: BLANK, isComplete: false });
      wx.pageScrollTo({ scrollTop: 0, duration: 0 });
    },

    /** @param {any} event */
    onFill(event) {
      const form = { ...this.data.form, [event.currentTarget.dataset.name]: event.detail.value };
      this.setData({ form, isComplete: isComplete(form) });
    },

    onBack() {
      this.setData({ opened: null });
    },

    async onSend() {
      const { opened, form } = this.data;
      const wanted = corrections.decision(opened.id, form.accepts === 'yes', form.answer, texts.decideLabel);
      const ended = await this.act(wanted, () => undefined);
      if (ended === 'refused') return;
      this.setData({ opened: null });
      this.reload();
    },
  }),
);
