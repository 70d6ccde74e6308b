// What is said when she is asked for a consent (同意), and on the page of those she gave.
module.exports = {
  // 问一句
  asks: '先问您一句',
  renewed: '说明更新了',
  whole: '看全文',
  less: '收起全文',
  agree: '同意',
  notNow: '先不',
  declined: '这件事先不办',
  declinedHint: (/** @type {string} */ without) => `写的都还在，想好了再点就行。${without}`,
  forChild: '这一份是替您家不满14岁的孩子同意。',
  withoutChild: '不同意也行：孩子已经报上的不变，只是先不替孩子报新的。',
  without: {
    service: '不同意也行：标准、积分办法、公示和活动照样看；村（社区）妇联也可以代您办。',
    phone: '不给手机号也行：填入户码，手机号空着，一样加入。',
    public_name: '不同意也行：公示和榜上的名字遮住一部分，别的都照常。',
    public_photo: '不同意也行：照片只给核的人看，别的都照常。',
    location: '不同意也行：别的都照常。',
  },

  // 我的同意
  each: '一件一件分开问。同意要点两下，收回也只要点两下；收回当时就算数。',
  states: {
    none: { tone: 'plain', word: '没有同意' },
    given: { tone: 'good', word: '同意了' },
    outdated: { tone: 'attention', word: '说明更新了，要再看一遍' },
    withdrawn: { tone: 'plain', word: '收回了' },
  },
  neededFor: (/** @type {string[]} */ words) => `用在：${words.join('、')}。`,
  givenAt: (/** @type {string} */ moment) => `${moment}同意的`,
  takeBack: '收回',
  takeBackTitle: '收回同意？',
  afterTakingBack: {
    service: '以前的都还在、都看得到。要再报积分、报名、换东西，会先问您。',
    phone: '不再用您的手机号，号码马上删掉。您家的事照常办。',
    public_name: '公示和榜上的名字马上又遮住一部分。',
    public_photo: '您家的照片不再给大家看。',
    location: '不再用您的位置。',
  },
};
