// What is said of my data: reading it, a copy of it, putting it right, and closing my account.
module.exports = {
  // 我的资料
  intro: '这里是我们存的关于您的全部内容。别人的名字遮住了一部分。',
  count: (/** @type {number} */ count) => `${count}条`,
  none: '没有',
  whatToDo: '您可以',
  consents: '看我同意了什么',
  consentsHint: '同意过的，随时可以收回',
  copy: '存一份',
  copyHint: '存到自己的手机或电脑里',
  close: '注销',
  closeHint: '不用了，把我的资料删掉',

  // 存一份
  whichFormat: '要哪一种？',
  formats: {
    html: { word: '自己看的', hint: '用浏览器打开，字大，能打印。' },
    json: { word: '电脑用的', hint: '交给别的软件读。' },
  },
  order: '现在存一份',
  orderLabel: '存一份我的资料',
  orderedAt: (/** @type {string} */ moment) => `${moment}要的`,
  fileStates: {
    ordered: { mark: { tone: 'waiting', word: '正在做' }, hint: '一会儿就好，您可以先做别的。' },
    ready: { mark: { tone: 'good', word: '做好了' }, hint: '存一天，过了就删掉。' },
    failed: { mark: { tone: 'attention', word: '没做成' }, hint: '请再点一次“现在存一份”。' },
    gone: { mark: { tone: 'plain', word: '已经删掉' }, hint: '还要的话，再点一次“现在存一份”。' },
  },
  copyLink: '复制链接',
  anotherLink: '再要一个链接',
  copied: '链接复制好了，请在浏览器里打开',
  linkUntil: (/** @type {string} */ time) => `10分钟内有效（到${time}），只能打开一次。`,
  keepSafe: '里面是您的个人资料，链接不要发给别人。',

  // 注销
  beforeClosing: '不用密码。看清楚哪些会删、哪些会留，再决定。',
  goes: '会删掉的',
  stays: '会留下的',
  hinders: '先办完这些，才能注销',
  unsent: (/** @type {number} */ count) => `还有${count}件事没送出，注销就没有了。`,
  closeNow: '注销，删掉我的资料',
  closeSure: '想好了，注销',
  closed: '已经注销',
  closedBody: '这部手机里存的也清掉了。再打开，就是新来的客人。要回您家，请再申请加入。',
};
