// What the activities of a village, an activity and my household's sign-ups say.
module.exports = {
  // 活动
  mine: '我家报的名',
  coming: '近期活动',
  none: '近期没有活动',
  noneHint: '村（社区）妇联有了新活动，会写在这里。',
  organise: '组织活动、点名',
  allSignUps: '看我家所有的报名',
  placesLeft: (/** @type {number} */ count) => `还有${count}个名额`,
  full: '名额满了，可以候补',
  points: (/** @type {number} */ count) => `参加得${count}分`,
  noPoints: '自愿参加，这次不加分',
  moreShifts: (/** @type {number} */ count) => `一共${count}场`,

  // 一个活动
  until: (/** @type {string} */ start, /** @type {string} */ end) => `${start}到${end}`,
  waitingCount: (/** @type {number} */ count) => `${count}人在候补`,
  place: '在哪里',
  content: '做什么',
  contact: '找谁问',
  organiser: '谁组织',
  risks: { low: '', mid: '要注意安全', high: '有危险，要买保险' },
  riskNotes: '参加前请先看',
  insurance: '保险',
  who: '谁来参加？',
  whichShift: '参加哪一场？',
  signUp: '报名',
  signUpLabel: (/** @type {string} */ name, /** @type {string} */ title) => `${name}报名“${title}”`,
  signUpFor: (/** @type {string} */ name) => `给${name}报名`,
  queueFor: (/** @type {string} */ name) => `给${name}排候补`,
  back: '先不报',
  signedUpTitle: '报上名了',
  signedUp: (/** @type {string} */ name, /** @type {string} */ when) => `${name}，${when}见。不能来请提前取消。`,
  waitingTitle: '已排上候补',
  waiting: (/** @type {string} */ name, /** @type {number} */ position) =>
    `名额满了，${name}排在候补第${position}位。有人退出会自动补上，并写在“消息”里。`,
  draft: '还没发布，只有妇联干部看得到',
  spoken: (/** @type {string[]} */ parts) => parts.filter(Boolean).join('。'),

  // 我家的报名
  noSignUps: '还没有报过名',
  noSignUpsHint: '看看近期有什么活动。',
  toActivities: '去看活动',
  states: {
    registered: { tone: 'good', word: '报上名了' },
    waiting: { tone: 'waiting', word: '在候补' },
    cancelled: { tone: 'plain', word: '已取消' },
    attended: { tone: 'good', word: '到场了' },
    absent: { tone: 'attention', word: '没有到场' },
  },
  queue: (/** @type {number} */ position) => `候补第${position}位`,
  cancel: '不能来了，取消',
  cancelTitle: '取消报名？',
  cancelBody: (/** @type {string} */ name, /** @type {string} */ title) =>
    `${name}不参加“${title}”了。名额会让给候补的人。`,
  cancelYes: '取消',
  cancelLabel: (/** @type {string} */ name, /** @type {string} */ title) => `取消${name}的“${title}”报名`,
};
