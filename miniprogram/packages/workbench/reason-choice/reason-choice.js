// Why something is done: one of a few ready reasons, or own words; `reason` tells what was chosen or typed.
Component({
  properties: {
    reasons: { type: Array, value: [] },
    value: { type: String, value: '' },
    ownWords: { type: String, value: '' },
    hint: { type: String, value: '' },
  },
  data: { isOwn: false },
  observers: {
    'value, reasons': function show(value, reasons) {
      if (value && !reasons.includes(value)) this.setData({ isOwn: true });
    },
  },
  methods: {
    /** @param {{ detail: { value: string } }} event */
    choose({ detail }) {
      this.setData({ isOwn: false });
      this.triggerEvent('reason', { value: detail.value });
    },

    own() {
      if (this.data.isOwn) return;
      this.setData({ isOwn: true });
      this.triggerEvent('reason', { value: '' });
    },

    /** @param {{ detail: { value: string } }} event */
    type({ detail }) {
      this.triggerEvent('reason', { value: detail.value });
    },
  },
});
