// What a person hears when she scans.
module.exports = {
  scanning: '正在看这个码…',
  choose: '您要做什么',
  myHome: '回我家的首页',
  household: '看这一户',
  join: '加入我家',
  actFor: '代这一户办事',
  desk: '打开积分超市柜台',
  goods: '看积分超市的货品',
  activity: '看这个活动',
  roll: (/** @type {string} */ when) => `给${when}的活动点名`,
  home: '回首页',
  notOursTitle: '这不是我们的码',
  notOurs: '请扫门牌、积分卡、积分超市或活动海报上的码。',
};
