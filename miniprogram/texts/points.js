// What the points pages say.
/** How often a rule counts. */
const PERIODS = { month: '每月', quarter: '每季度', half_year: '每半年', year: '每年' };

/** @param {any} rule */
const periodOf = (rule) => PERIODS[/** @type {keyof typeof PERIODS} */ (rule.cap_period)];

/** The groups of the catalogue. */
const CATEGORIES = {
  ENV: '环境清洁',
  WST: '垃圾分类',
  RIV: '护河护水',
  SAV: '节约低碳',
  GRN: '庭院阳台绿化',
  VOL: '志愿服务',
  EDU: '学习培训',
  CUS: '移风易俗家风',
  CIV: '村务参与和邻里互助',
  HON: '荣誉奖励',
};

module.exports = {
  // 还没有加入一户
  joinFirst: '先加入您家',
  joinFirstHint: '积分记在一户的名下。扫门牌上的码，或者用家里人给的入户码，就能加入。',
  joinWaiting: '已经申请加入，等同意',
  joinWaitingHint: '家里人或者村（社区）妇联同意以后，这里就能用了。',
  join: '加入我家',

  // 积分
  redeemable: '可以换东西',
  earned: '今年一共挣了',
  points: '分',
  inNotice: '公示中',
  inNoticeUntil: (/** @type {string} */ day) => `${day}起能用`,
  held: '换东西先留着',
  heldHint: '领货后用掉，不换了就退回。',
  arrears: '待抵',
  arrearsHint: (/** @type {number} */ points) => `有一笔积分撤销时已经用掉了，还要抵${points}分。以后挣的分先抵这一笔，不用您掏钱。`,
  reported: '报上去的',
  latest: '最近的进出',
  all: '看全部',
  noEntries: '还没有积分',
  noEntriesHint: '做了一件绿色的事，点“我要申报”报上来。',
  claimNow: '我要申报',
  shopNow: '去换东西',
  notices: '看公示',
  noticesHint: '每月一次，谁家挣了多少都写在上面',

  // 为什么有这些分
  claimedOn: (/** @type {string} */ day) => `${day}做的`,
  whyTitle: (/** @type {number} */ points) => `为什么有这${points}分`,
  rule: '按哪一条',
  ruleWords: (/** @type {any} */ rule) =>
    `${rule.title}：每${rule.unit}${rule.points}分，${periodOf(rule)}最多${rule.period_cap}分。`,
  evidenceWords: (/** @type {string[]} */ words) => `看的是${words.join('、')}。`,
  confirmed: '谁确认的',
  confirmedBy: (/** @type {string} */ office, /** @type {string} */ moment) => `${office}，${moment}`,
  notConfirmed: '还没有人确认。',
  shown: '在哪里公示',
  notShown: '还没有公示。',
  shownWords: (/** @type {string} */ title, /** @type {string} */ day, /** @type {string} */ usable) =>
    `${title}，${day}贴出来，${usable}起能用。`,
  seeNotice: '看这次公示',
  moved: '分怎么走的',
  reason: '说明',
  note: '您写的',
  twoConfirm: '已有一个人确认，还要一个人确认。',

  // 我要申报
  chooseDeed: '做了哪件事？',
  noDeeds: '现在没有能自己报的',
  noDeedsHint: '村（社区）还没有通过积分办法，或者这些事由村（社区）妇联登记。',
  categories: CATEGORIES,
  worth: (/** @type {any} */ rule) => `每${rule.unit}${rule.points}分`,
  otherDeed: '换一件',
  whichDay: '哪天做的？',
  today: '今天',
  yesterday: '昨天',
  otherDay: '别的日子',
  pickDay: '选日子',
  howMany: (/** @type {string} */ unit) => `做了几${unit}？`,
  howManyHalfHours: '做了几个半小时？',
  halfHour: '个半小时',
  hour: '小时',
  noteLabel: '还想说一句（可以不写）',
  noteHint: '比如：和隔壁王家一起做的',
  shownBy: (/** @type {string[]} */ words) => `妇联会看：${words.join('、')}`,
  send: '报上去',
  claimLabel: (/** @type {string} */ title) => `报积分：${title}`,
  claimedTitle: '报上了，等确认',
  claimedWords: (/** @type {number} */ points, /** @type {number} */ photos) =>
    `确认以后是${points}分，公示期满就能用。${photos ? '照片接着传，传完了村里才好确认。' : ''}`,
  photoWord: '照片', // as the service says it of a rule
  photosHeading: '照片（可以不放）',
  draftKept: '写了一半也不会丢。',

  // 公示
  noNotices: '还没有公示',
  noNoticesHint: '村（社区）妇联每月贴一次，贴出来就在这里。',
  noVillage: '先加入一户，才知道看哪个村（社区）的公示。',
  noticeOpen: '公示中',
  noticeClosed: '公示期满',
  noticeDays: (/** @type {string} */ from, /** @type {string} */ usable) => `${from}贴出来，${usable}起能用`,
  provisional: '明年的放假安排还没出来，日子可能会变。',
  objection: '觉得不对，公示的这几天里告诉村（社区）妇联。先停下不算，两个没参与过的人来核。',
  objectionGo: '告诉妇联',
  entries: (/** @type {number} */ count) => `一共${count}笔`,
  doneOn: (/** @type {string} */ day) => `${day}做的`,
};
