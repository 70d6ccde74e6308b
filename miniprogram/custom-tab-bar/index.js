// Our own tab bar: WeChat's keeps its words at 10 px, too small for whom 长辈版 is made.
const look = require('../services/device/look');
const unread = require('../services/unread');
const texts = require('../texts/tabs');

const TABS = [
  { path: '/pages/home/home', word: texts.home, icon: 'home' },
  { path: '/pages/activities/activities', word: texts.activities, icon: 'people' },
  { path: '/pages/points/points', word: texts.points, icon: 'points' },
  { path: '/pages/me/me', word: texts.me, icon: 'person' },
];

const MINE = TABS.length - 1;
const SHOWN_MAX = 99;

/** What stands at “我的” while messages wait. @param {number} count */
function markOf(count) {
  const mark = count > SHOWN_MAX ? `${SHOWN_MAX}+` : String(count || '');
  return { [`tabs[${MINE}].mark`]: mark, [`tabs[${MINE}].name`]: count ? texts.meWith(count) : texts.me };
}

Component({
  data: { tabs: TABS, selected: '', look: look.current() },
  lifetimes: {
    attached() {
      const ends = [
        look.watch((now) => this.setData({ look: now })),
        unread.watch((count) => this.setData(markOf(count))),
      ];
      this.endWatch = () => ends.forEach((end) => end());
      this.setData(markOf(unread.count()));
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
