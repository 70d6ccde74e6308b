// What is said when something shown is reported (举报).
module.exports = {
  report: '举报',
  title: '哪里不对？',
  hint: '来看的人不知道是谁举报的。',
  reasons: [
    { value: 'untrue', word: '不是真的' },
    { value: 'offensive', word: '骂人、伤人' },
    { value: 'private', word: '露出了别人的隐私' },
    { value: 'advert', word: '打广告' },
    { value: 'other', word: '别的不对' },
  ],
  label: '举报',
  send: '举报',
  notNow: '不了',
  thanks: '谢谢您说出来',
  thanksBody: '已经报上去了，会有人来看，看完再定。',
  reported: '您已经举报过，会有人来看。',
  waits: '举报已存在手机里，等网络好了自动送。',
};
