// How many: one less, one more, with two big buttons; `change` tells the new value.
const common = require('../../texts/common');

Component({
  properties: {
    value: { type: Number, value: 0 },
    least: { type: Number, value: 0 },
    most: { type: Number, value: 99 },
    /** what is counted, for who hears the page */
    label: { type: String, value: '' },
    unit: { type: String, value: '' },
  },
  data: { t: common },
  methods: {
    less() {
      this.tell(this.data.value - 1);
    },
    more() {
      this.tell(this.data.value + 1);
    },
    /** @param {number} value */
    tell(value) {
      if (value < this.data.least || value > this.data.most) return;
      this.triggerEvent('change', { value });
    },
  },
});
