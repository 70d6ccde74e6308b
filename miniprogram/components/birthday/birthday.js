// A birthday, chosen on the phone's own wheels; `choose` tells it.
const days = require('../../utils/days');
const { oldestMinor } = require('../../utils/ages');
const texts = require('../../texts/birthday');

const OLDEST = '1900-01-01';

Component({
  properties: {
    value: { type: String, value: '' },
    /** why it is asked here */
    why: { type: String, value: '' },
    /** whether it may be a grown-up's; else the wheels begin with the oldest minor */
    ofAnybody: { type: Boolean, value: false },
  },
  data: { t: texts, oldest: '', today: '', word: texts.choose },
  observers: {
    'value, ofAnybody': function say(value, ofAnybody) {
      const word = value ? texts.bornOn(days.sayDay(value)) : texts.choose;
      this.setData({ word, oldest: ofAnybody ? OLDEST : oldestMinor(), today: days.today() });
    },
  },
  methods: {
    /** @param {{ detail: { value: string } }} event */
    choose({ detail }) {
      this.triggerEvent('choose', { value: detail.value });
    },
  },
});
