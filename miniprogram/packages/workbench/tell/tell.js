// What households without a phone must still be told: tell them, then note it here.
const { screen } = require('../../../utils/screen');
const { listing } = require('../../../utils/listing');
const workbench = require('../../../services/leaders/workbench');
const days = require('../../../utils/days');
const common = require('../../../texts/common');
const texts = require('../../../texts/leaders/workbench');

/** @param {any} message */
function line(message) {
  return {
    id: message.id,
    household: texts.household(message.group_name, message.household_number),
    title: message.title,
    body: message.body,
    since: texts.since(days.sayMoment(message.created_at)),
  };
}

Page(
  screen({
    data: { t: texts, common, items: [], nextAfter: null },
    isEmpty: ({ items }) => !items.length,
    ...listing((_, after) => workbench.untold(after), line),

    /** @param {WechatMiniprogram.TouchEvent} event */
    async onTold(event) {
      await this.act(workbench.telling(event.currentTarget.dataset.id, texts.tellLabel));
    },
  }),
);
