// Why a leader acts for somebody and how the wish was heard; `change` tells what was chosen, `name` says which of both.
const texts = require('../../../texts/leaders/proxy');

const CHANNELS = Object.entries(texts.channels).map(([value, word]) => ({ value, word }));

Component({
  properties: {
    reason: { type: String, value: '' },
    channel: { type: String, value: '' },
  },
  data: { t: texts, channels: CHANNELS },
  methods: {
    /** @param {any} event */
    fill(event) {
      this.triggerEvent('change', { name: event.currentTarget.dataset.name, value: event.detail.value });
    },
  },
});
