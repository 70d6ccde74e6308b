// What leaders' pages of other people's data say: a minor's name, consents on paper, corrections and exports.
const { relations } = require('../household');

module.exports = {
  relations,

  // 看姓名
  whyName: '为什么要看姓名？',
  nameReasons: {
    visit: { word: '要上门', hint: '家访、送东西' },
    safety: { word: '为了安全', hint: '活动里出了事、要找到孩子' },
    correction: { word: '核对登记', hint: '名字、关系写错了' },
    complaint: { word: '处理投诉', hint: '有人反映和这个孩子有关的事' },
  },
  nameOnRecord: '孩子的名字只有家里人看得到。您看一次，就记一次：谁看的、什么时候、为什么。',
  seeName: '看姓名',
  recorded: '这次已经留了记录',
  adultOn: (/** @type {string} */ day) => `${day}满18周岁`,
  nameOnce: '离开这一页就不显示了。不要抄下来，也不要说给别人听。',
  nameDone: '看好了',
  nameNotYours: '这个名字您这里看不到。',

  // 没有手机的人同意了什么
  consentsMean: '没有手机的，当面或者打电话问清楚，再在这里记下来。不同意也行，照样代办。',
  consentStates: {
    none: { tone: 'plain', word: '没有同意' },
    given: { tone: 'good', word: '同意了' },
    outdated: { tone: 'attention', word: '说明更新了，要再问一次' },
    withdrawn: { tone: 'plain', word: '收回了' },
  },
  givenAt: (/** @type {string} */ day) => `${day}同意的`,
  ask: '记下同意',
  takeBack: '收回',
  askOf: (/** @type {string} */ title) => `记下同意：${title}`,
  takeBackOf: (/** @type {string} */ title) => `收回：${title}`,
  asks: (/** @type {string} */ name, /** @type {string} */ title) => `替${name}记下同意：${title}`,
  takesBack: (/** @type {string} */ name, /** @type {string} */ title) => `替${name}收回：${title}`,
  readOut: '念给本人听，孩子的念给家里大人听',
  guardianLabel: '哪位大人说的？',
  doAsk: '同意了',
  doTakeBack: '要收回',
  notFound: '这位成员现在不在这一户了。',

  // 更正
  noCorrections: '没有等您看的更正',
  noCorrectionsHint: '有人说登记的写错了，会出现在这里。',
  fields: { name: '名字', phone: '手机号', relation: '和户主的关系', household: '在哪一户', other: '别的' },
  now: (/** @type {string} */ value) => `现在写的：${value}`,
  wanted: (/** @type {string} */ value) => `应该是：${value}`,
  notForYou: '写了什么，只有村（社区）妇联看得到。',
  askedBy: (/** @type {string} */ name, /** @type {string} */ label, /** @type {string} */ day) => `${name}（${label}）${day}提的`,
  overdue: '超过了答复的日子',
  dueOn: (/** @type {string} */ day) => `${day}前答复`,
  look: '看一看，改不改',
  notYours: '这一条要请别人来办。',
  willYou: '改不改？',
  accept: '照这样改',
  acceptHints: {
    name: '点了就改好',
    relation: '点了就改好',
    phone: '点了就改好',
    household: '要另外办：请在住户里改',
    other: '要另外办',
  },
  decline: '不改',
  declineHint: '写清楚为什么',
  answerLabel: '给本人的答复',
  answerHint: '写清楚改了什么，或者为什么不改。',
  decide: '答复本人',
  decideLabel: '答复更正',
};
