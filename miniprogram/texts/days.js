// How days are said.
module.exports = {
  weekdays: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  day: (/** @type {number} */ month, /** @type {number} */ day) => `${month}月${day}日`,
  dayOfYear: (/** @type {number} */ year, /** @type {number} */ month, /** @type {number} */ day) => `${year}年${month}月${day}日`,
};
