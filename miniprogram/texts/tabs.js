// The words of the tab bar.
module.exports = {
  home: '首页',
  activities: '活动',
  points: '积分',
  me: '我的',
  meWith: (/** @type {number} */ unread) => `我的，${unread}条消息没看`,
};
