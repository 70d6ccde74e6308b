// Reads a text to who would rather listen.
const common = require('../../texts/common');
const speech = require('../../services/device/speech');

Component({
  properties: { text: { type: String, value: '' } },
  data: { word: common.readAloud, failed: '' },
  methods: {
    async say() {
      try {
        await speech.say(this.data.text);
        this.setData({ failed: '' });
      } catch {
        this.setData({ failed: common.readAloudFailed });
      }
    },
  },
});
