// What cannot be undone takes two deliberate taps: between them five seconds to think again; `sure` tells the second one.
const texts = require('../../texts/common');

const SECONDS = 5;
const SECOND_MS = 1000;

Component({
  properties: {
    /** what it does, and again for the second tap */
    word: { type: String, value: '' },
    sureWord: { type: String, value: '' },
    isBusy: { type: Boolean, value: false },
  },
  data: { t: texts, isThinking: false, left: 0, wait: '' },
  lifetimes: {
    detached() {
      this.stop();
    },
  },
  methods: {
    onFirst() {
      this.setData({ isThinking: true });
      this.count(SECONDS);
    },

    /** @param {number} left */
    count(left) {
      this.setData({ left, wait: texts.waitSeconds(left) });
      if (left) alarms.set(this, setTimeout(() => this.count(left - 1), SECOND_MS));
    },

    onBack() {
      this.stop();
      this.setData({ isThinking: false });
    },

    onSure() {
      this.triggerEvent('sure');
    },

    stop() {
      clearTimeout(alarms.get(this));
    },
  },
});

/** @type {WeakMap<object, any>} */
const alarms = new WeakMap();
