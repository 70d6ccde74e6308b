// The four states of a page: loading, empty, error with a second try, content; above the content what is not as usual.
const common = require('../../texts/common');

Component({
  options: { multipleSlots: true },
  properties: {
    phase: { type: String, value: 'loading' },
    problem: { type: Object, value: null },
    seenAt: { type: String, value: '' },
    outbox: { type: Object, value: null },
    emptyTitle: { type: String, value: '' },
    emptyText: { type: String, value: '' },
  },
  data: { t: common, seenText: '', unsentText: '', photosText: '', refusedText: '' },
  observers: {
    seenAt(when) {
      this.setData({ seenText: when ? common.seenBefore(when) : '' });
    },
    outbox(acts) {
      this.setData({
        unsentText: acts && acts.waiting ? common.unsent(acts.waiting) : '',
        photosText: acts && acts.photos ? acts.photos : '',
        refusedText: acts && acts.refused ? common.refusedActs(acts.refused) : '',
      });
    },
  },
  methods: {
    retry() {
      this.triggerEvent('retry');
    },
    openOutbox() {
      wx.navigateTo({ url: '/packages/me/outbox/outbox' });
    },
  },
});
