// What the workbench says, and the pages of telling, answering and publishing.
const { kinds } = require('../me');

module.exports = {
  // 工作台
  nothingWaits: '没有等您办的事',
  nothingWaitsHint: '有事等您办的时候，会出现在这里。',
  count: (/** @type {number} */ count) => (count ? `${count}件` : '办完了'),
  alwaysHere: '随时要办的',
  households: '住户',
  householdsHint: '找一户、登记新住户、代他们办',
  activities: '活动',
  activitiesHint: '新建活动、点名',
  rules: '积分规则',
  rulesHint: '看现在用的规则、登记会议决定',
  relatives: '亲戚家',
  relativesHint: '您申明过的，可以收回',
  exports: '资料导出',
  exportsHint: '住户名单、积分流水、兑换单',
  prints: '打印',
  printsHint: '门牌码、积分卡、海报',
  shopCode: '积分超市的码',
  shopCodeHint: '看码、停用、换新的',

  // 当面告知
  tellTitle: '这些事请上门或者打电话告诉，告诉了就点一下。按组排好了。',
  numerals: { digits: '〇一二三四五六七八九', ten: '十' },
  tellReasons: {
    no_phone: { tone: 'plain', word: '家里没有手机' },
    not_read: { tone: 'waiting', word: '手机上好几天没看' },
  },
  nothingToTell: '都告诉到了',
  nothingToTellHint: '没有手机的、好几天没看手机的住户有了新消息，会出现在这里。',
  household: (/** @type {string} */ number) => `${number}号`,
  since: (/** @type {string} */ moment) => `${moment}的消息`,
  told: '已经告诉了',
  tellLabel: '当面告知',

  // 答复
  kinds,
  noReplies: '没有等答复的',
  noRepliesHint: '住户写的投诉、建议和提问会出现在这里。',
  overdue: '超过了答复的日子',
  dueOn: (/** @type {string} */ day) => `${day}前答复`,
  from: (/** @type {string} */ label, /** @type {string} */ number) => `${label} · 编号${number}`,
  someone: '没有写是哪一户',
  writeReply: '写答复',
  replyLabel: '答复',
  replyHint: '写清楚查到了什么、怎么办、什么时候办好。',
  sendReply: '答复住户',
  notYours: '这一条要请别人来答复。',

  // 公示
  publishCount: (/** @type {number} */ count) => `${count}件积分等着公示`,
  publishMeans: [
    '把确认好的积分写成一张表，村里人都能看。',
    '姓名会遮住一部分，只看得出是哪一组的哪一家。',
    '公示期内有人提意见，先停下来查清楚。',
    '公示期满，这些分自动能用，不用再点。',
  ],
  publishNone: '现在没有要公示的积分',
  publishNoneHint: '确认好的积分会出现在这里，每月公示一次。',
  publishDoneBefore: '这个月已经公示过了，新确认的放到下个月。',
  publishList: '这次会写进去的',
  publish: '公示出去',
  publishAsk: '现在公示？',
  publishAskBody: '公示出去就改不了了，村里人马上能看到。',
  publishYes: '公示',
  publishLabel: '公示本月的积分',
  published: '公示出去了',
  publishedUntil: (/** @type {string} */ day, /** @type {number} */ days) => `公示${days}个工作日，${day}起这些分能用。`,
  provisional: '明年的放假安排还没公布，这个日子可能会变。',
  openNotice: '看公示',
};
