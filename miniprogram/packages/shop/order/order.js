// One order: what to show at the counter, until when, and how to give it back.
const { screen, ask } = require('../../../utils/screen');
const proxy = require('../../../services/proxy');
const shop = require('../../../services/shop');
const { orderLine, sayDigits } = require('../../../utils/order-lines');
const days = require('../../../utils/days');
const texts = require('../../../texts/shop');

Page(
  screen({
    data: { t: texts, order: null },

    async load({ id }) {
      return { order: shown(await shop.order(id)) };
    },

    async onCancel() {
      const { id, points, householdId } = this.data.order;
      if (!(await ask(texts.cancelAsk, texts.cancelWords(points), texts.cancelYes))) return;
      await this.act(proxy.inNameOf(householdId, shop.cancel(id, texts.cancelLabel)));
    },
  }),
);

/** @param {any} order */
function shown(order) {
  return {
    ...orderLine(order, texts.states),
    householdId: order.household_id,
    lines: order.lines,
    picture: order.picture,
    digits: sayDigits(order.pickup_digits),
    until: texts.fetchUntil(days.sayMoment(order.expires_at)),
    closed: order.closed_at ? texts.closedAt(days.sayMoment(order.closed_at)) : '',
    canCancel: order.actions.includes('cancel'),
  };
}
