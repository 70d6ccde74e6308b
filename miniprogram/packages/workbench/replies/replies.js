// Feedback that waits for an answer, what is due first comes first.
const { screen } = require('../../../utils/screen');
const { listing } = require('../../../utils/listing');
const feedback = require('../../../services/leaders/feedback');
const drafts = require('../../../services/client/drafts');
const days = require('../../../utils/days');
const common = require('../../../texts/common');
const texts = require('../../../texts/leaders/workbench');

/** @param {any} entry */
function line(entry) {
  return {
    id: entry.id,
    kind: texts.kinds[/** @type {keyof typeof texts.kinds} */ (entry.kind)],
    text: entry.text,
    from: texts.from(entry.household_label || texts.someone, entry.number),
    may: entry.actions.includes('answer'),
    mark: entry.is_overdue
      ? { tone: 'attention', word: texts.overdue }
      : { tone: 'waiting', word: texts.dueOn(days.sayDay(entry.due_on)) },
  };
}

/** @param {number} id */
const form = (id) => `reply:${id}`;

Page(
  screen({
    data: { t: texts, common, items: [], nextAfter: null, opened: null, text: '' },
    isEmpty: ({ items, opened }) => !items.length && !opened,
    ...listing(({ village }, after) => feedback.waiting(village, after), line),

    /** @param {WechatMiniprogram.TouchEvent} event */
    onOpen(event) {
      const opened = this.data.items[event.currentTarget.dataset.index];
      this.setData({ opened, text: drafts.find(form(opened.id)) || '' });
    },

    /** @param {{ detail: { value: string } }} event */
    onText({ detail }) {
      drafts.keep(form(this.data.opened.id), detail.value);
      this.setData({ text: detail.value });
    },

    onBack() {
      this.setData({ opened: null });
    },

    async onSend() {
      const { opened, text } = this.data;
      const ended = await this.act(feedback.answer(opened.id, text.trim(), texts.replyLabel), () => undefined);
      if (ended === 'refused') return;
      drafts.drop(form(opened.id));
      this.setData({ opened: null });
      this.reload();
    },
  }),
);
