// What is said of photos: choosing them, sending them, their check, and another one that looks alike.
module.exports = {
  // 选照片
  why: '放张照片，村里一看就明白，确认得快。不放也能办。',
  mind: '请别拍人的脸、证件和家里的私人东西。门牌可以拍。',
  add: '拍照或选照片',
  addMore: '再放一张',
  preparing: '正在准备照片…',
  most: (/** @type {number} */ most) => `最多放${most}张。`,
  remove: '不要这张',
  photo: (/** @type {number} */ number) => `第${number}张照片`,
  lookCloser: '点照片能看大图。',
  notOpened: '没有打开相机或相册。请在手机的设置里让微信用相机和照片，再试一次。',
  notKept: '这张照片存不下来。请清一清手机，或者更新微信，再试一次。',

  // 传照片
  progress: (/** @type {number} */ at, /** @type {number} */ of, /** @type {number} */ percent) =>
    `正在传照片：第${at}张，共${of}张，已传${percent}%`,
  waiting: (/** @type {number} */ count) => `还有${count}张照片没传完，已存在手机里，等网络好了自动接着传。`,
  label: '一张照片',
  goneTitle: '照片不在手机里了',
  gone: '这张照片还没传完就被手机清掉了，请再拍一张。',
  again: '再发一次',

  // 一件事的照片
  heading: '照片',
  states: {
    missing: { tone: 'waiting', word: '还没传完' },
    pending: { tone: 'waiting', word: '正在检查' },
    for_people: { tone: 'waiting', word: '等人看一眼' },
    passed: { tone: 'good', word: '已看过，可以用' },
    refused: { tone: 'attention', word: '这张不能用' },
    removed: { tone: 'plain', word: '过了保存期' },
  },
  hints: {
    missing: '它在拍照的那部手机里，打开那部手机上的小程序，网络好了会接着传。',
    pending: '照片已收到，正在检查，通过后村里才看得到。',
    for_people: '照片已收到，等村（社区）妇联看过，通过后别人才看得到。',
    removed: '照片按规定删了，当时怎么定的还在。',
    refused: '没有通过检查，别人看不到。请换一张再放，急事找村（社区）妇联。',
  },
  missingHere: '已存在手机里，等网络好了自动接着传。',
  notTaken: (/** @type {string} */ words) => `这张不能用：${words}`,
  incomplete: '照片还没传完，别人暂时办不了。',
  incompleteForLeader: '照片还没传完，传完了才能确认。',
  hiddenFromLeader: '正在检查，通过后才看得到。',

  // 像另一张
  alike: '和另一张很像',
  alikeHint: '两张放在一起看一看，是不是同一张用了两次。像不等于就是，由您来定。',
  thisOne: '这一张',
  otherOne: (/** @type {string} */ household) => `${household}的`,
  otherHidden: '那一张现在看不到。',
};
