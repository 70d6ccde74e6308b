// Everything my household signed up for, newest first; a place can be given back until the start.
const { screen, ask } = require('../../../utils/screen');
const { listing } = require('../../../utils/listing');
const activities = require('../../../services/activities');
const { signUpLine } = require('../../../utils/activity-lines');
const common = require('../../../texts/common');
const texts = require('../../../texts/activities');

Page(
  screen({
    data: { t: texts, common, items: [], nextAfter: null },
    isEmpty: ({ items }) => !items.length,
    ...listing((_, after) => activities.signUps(after), signUpLine),

    /** @param {WechatMiniprogram.TouchEvent} event */
    async onCancel(event) {
      const { id, name, title } = this.data.items[event.currentTarget.dataset.index];
      if (!(await ask(texts.cancelTitle, texts.cancelBody(name, title), texts.cancelYes))) return;
      await this.act(activities.cancellation(id, texts.cancelLabel(name, title)));
    },
  }),
);
