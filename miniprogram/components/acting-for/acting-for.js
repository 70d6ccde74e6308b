// Tells a leader on every page on whose behalf she acts; nothing on the pages of her own household.
const proxy = require('../../services/proxy');
const common = require('../../texts/common');

Component({
  properties: { household: { type: null, value: '' } },
  data: { text: '' },
  observers: {
    household(household) {
      const name = proxy.nameOf(household);
      this.setData({ text: name ? common.actingFor(name) : '' });
    },
  },
});
