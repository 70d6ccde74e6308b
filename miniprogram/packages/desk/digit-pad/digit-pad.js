// Six digits on keys as large as a thumb; `change` tells them and whether all are there.
const texts = require('../../../texts/shop');

const LENGTH = 6;
const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

Component({
  data: { t: texts, keys: KEYS, digits: '', places: placesOf('') },
  methods: {
    /** @param {any} event */
    press(event) {
      this.show((this.data.digits + event.currentTarget.dataset.key).slice(0, LENGTH));
    },
    back() {
      this.show(this.data.digits.slice(0, -1));
    },
    clear() {
      this.show('');
    },
    /** @param {string} digits */
    show(digits) {
      this.setData({ digits, places: placesOf(digits) });
      this.triggerEvent('change', { digits, isFull: digits.length === LENGTH });
    },
  },
});

/** @param {string} digits @returns {string[]} the six places, empty ones too */
function placesOf(digits) {
  return Array.from({ length: LENGTH }, (_, index) => digits[index] || '');
}
