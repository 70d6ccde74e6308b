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

};
