// Acts that wait for the line, and those that the service did not take while nobody looked on.
const { screen } = require('../../../utils/screen');
const outbox = require('../../../services/client/outbox');
const days = require('../../../utils/days');
const texts = require('../../../texts/me');

/** @param {import('../../../services/client/outbox').Act} act */
function line({ key, label, at, refusal }) {
  return {
    key,
    label,
    when: texts.doneAt(days.sayMoment(at)),
    detail: refusal ? refusal.detail : '',
    mark: refusal ? { tone: 'attention', word: texts.notTaken } : { tone: 'waiting', word: texts.willSend },
  };
}

Page(
  screen({
    data: { t: texts, items: [], canSend: false },
    isEmpty: ({ items }) => !items.length,

    async load() {
      const acts = outbox.acts();
      return { items: acts.map(line), canSend: acts.some(({ refusal }) => !refusal) };
    },

    async onSend() {
      await outbox.flush();
      this.reload();
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    onForget(event) {
      outbox.remove(event.currentTarget.dataset.key);
      this.reload();
    },
  }),
);
