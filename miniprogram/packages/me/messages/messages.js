// What my household was told, newest first; opening one notes that it was seen.
const { screen } = require('../../../utils/screen');
const { listing } = require('../../../utils/listing');
const messages = require('../../../services/messages');
const unread = require('../../../services/unread');
const days = require('../../../utils/days');
const common = require('../../../texts/common');
const texts = require('../../../texts/me');

/** @param {any} message */
function line(message) {
  const { id, title, body, created_at: createdAt, read_at: readAt } = message;
  return { id, title, body, when: days.sayMoment(createdAt), isRead: readAt !== null };
}

Page(
  screen({
    data: { t: texts, common, items: [], nextAfter: null },
    isEmpty: ({ items }) => !items.length,
    ...listing((_, after) => messages.list(after), line),

    /** @param {WechatMiniprogram.TouchEvent} event */
    async onRead(event) {
      const { index } = event.currentTarget.dataset;
      const message = this.data.items[index];
      if (message.isRead) return;
      const ended = await this.act(messages.reading(message.id, texts.readLabel), () => {
        this.setData({ [`items[${index}].isRead`]: true });
        unread.less();
      });
      if (ended === 'kept') this.setData({ [`items[${index}].isKept`]: true });
    },
  }),
);
