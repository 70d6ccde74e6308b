// Our own tab bar: WeChat's keeps its words at 10 px, too small for whom 长辈版 is made.
const look = require('../services/device/look');
const texts = require('../texts/tabs');

const TABS = [
  { path: '/pages/home/home', word: texts.home, icon: 'home' },
  { path: '/pages/activities/activities', word: texts.activities, icon: 'people' },
  { path: '/pages/points/points', word: texts.points, icon: 'points' },
  { path: '/pages/me/me', word: texts.me, icon: 'person' },
];

Component({
  data: { tabs: TABS, selected: '', look: look.current() },
  lifetimes: {
    attached() {
      this.endWatch = look.watch((now) => this.setData({ look: now }));
    },
    detached() {
      this.endWatch();
    },
  },
  methods: {
    endWatch() {},

    /** A tab page tells which it is. @param {string} path */
    select(path) {
      this.setData({ selected: path, look: look.current() });
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    open(event) {
      wx.switchTab({ url: event.currentTarget.dataset.path });
    },
  },
});
