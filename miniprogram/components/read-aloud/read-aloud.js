// Reads a text to who would rather listen; a second tap ends it.
const common = require('../../texts/common');
const speech = require('../../services/device/speech');

Component({
  properties: { text: { type: String, value: '' } },
  data: { beginWord: common.readAloud, endWord: common.readAloudStop, isSpeaking: false, failed: '' },
  methods: {
    async onTap() {
      if (this.data.isSpeaking) return speech.stop();
      this.setData({ isSpeaking: true, failed: '' });
      try {
        await speech.say(this.data.text);
      } catch {
        this.setData({ failed: common.readAloudFailed });
      }
      return this.setData({ isSpeaking: false });
    },
  },
});
