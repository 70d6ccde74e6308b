// A minor's birthday, chosen on the phone's own wheels; `choose` tells it.
const days = require('../../utils/days');
const { oldestMinor } = require('../../utils/ages');
const texts = require('../../texts/birthday');

Component({
  properties: {
    value: { type: String, value: '' },
    /** why it is asked here */
    why: { type: String, value: '' },
  },
  data: { t: texts, oldest: '', today: '', word: texts.choose },
  observers: {
    value: function say(value) {
      const word = value ? texts.bornOn(days.sayDay(value)) : texts.choose;
      this.setData({ word, oldest: oldestMinor(), today: days.today() });
    },
  },
  methods: {
    /** @param {{ detail: { value: string } }} event */
    choose({ detail }) {
      this.triggerEvent('choose', { value: detail.value });
    },
  },
});
