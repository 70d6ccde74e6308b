// Asks for one consent over whatever page she is on: a sentence or two, the whole text for who wants it, 同意 and 先不.
const consents = require('../../services/consents');
const common = require('../../texts/common');
const texts = require('../../texts/consents');

/** @type {WeakMap<object, () => void>} */
const endWatches = new WeakMap();

/** What goes on without it. @param {import('../../services/consents').Question} asked */
const withoutOf = ({ purpose, memberId }) => (memberId ? texts.withoutChild : texts.without[purpose]);

Component({
  data: { t: texts, common, asked: /** @type {any} */ (null), without: '', isWhole: false },
  lifetimes: {
    attached() {
      endWatches.set(this, consents.watch((now) => this.show(now)));
    },
    detached() {
      const end = endWatches.get(this);
      if (end) end();
    },
  },
  methods: {
    /** @param {import('../../services/consents').Question | null} now */
    show(now) {
      if (!now && !this.data.asked) return;
      const isWhole = this.data.isWhole && Boolean(now);
      this.setData({ asked: now, without: now ? withoutOf(now) : '', isWhole });
    },

    onWhole() {
      this.setData({ isWhole: !this.data.isWhole });
    },

    onRetry() {
      consents.retry();
    },

    onAgree() {
      consents.agree();
    },

    onDecline() {
      consents.decline();
    },
  },
});
