// What is said where a birthday is asked.
module.exports = {
  label: '生日',
  choose: '选生日',
  bornOn: (/** @type {string} */ day) => `${day}出生`,

  // 登记生日
  tell: '登记生日',
  tellAnew: '改生日',
  tellOf: (/** @type {string} */ name) => `登记${name}的生日`,
  tellLabel: '登记生日',
  why: '按户口本上的填。只用来算哪天满18周岁，我们只记那一天，生日不留。',
  hidden: '没满18周岁的孩子，名字不会给别人看，别人看到的是“孩子”。',
  phoneEnds: '没满14周岁的，以后不能用自己的手机办，由家里大人来办。',
  onRecord: '改孩子的生日和看姓名一样，改一次就记一次。',
  save: '记下',
  savedTitle: '记下了',
  savedMinor: '还没满18周岁，别人看不到名字了。',
  savedAdult: '已经满18周岁，生日不留，名字照常显示。',
  notHere: '这位的生日您这里记不了，请村（社区）妇联来登记。',
};
