// Says in plain words, before the first time, that WeChat is going to ask about messages.
const subscriptions = require('../../services/subscriptions');
const texts = require('../../texts/common');

Component({
  properties: {
    /** the moment of which the templates are asked */
    moment: { type: String, value: '' },
  },
  data: { t: texts, isShown: false },
  lifetimes: {
    async attached() {
      await subscriptions.prepare();
      this.setData({ isShown: subscriptions.isNew(this.data.moment) });
    },
  },
});
