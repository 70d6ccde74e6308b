// “我的”: my household, what I was told, how large things are, and where to turn.
const { screen, ask, tell } = require('../../utils/screen');
const { home } = require('../../services/home');
const identity = require('../../services/identity');
const phone = require('../../services/phone');
const photos = require('../../services/photos');
const avatar = require('../../services/device/avatar');
const look = require('../../services/device/look');
const outbox = require('../../services/client/outbox');
const texts = require('../../texts/me');

Page(
  screen({
    data: { t: texts, avatar: '', me: null, number: '', rows: [] },

    async load() {
      const [me, { unread_messages: unread }] = await Promise.all([identity.me(), home()]);
      const number = texts.myNumber(me.person_id);
      return { me, number, rows: rowsFor(me, unread), offices: me.offices, avatar: avatar.find() };
    },

    /** @param {{ detail: { avatarUrl: string } }} event */
    async onAvatar({ detail }) {
      this.setData({ avatar: await avatar.keep(detail.avatarUrl) });
    },

    async onSignOut() {
      const unsent = outbox.acts().length + photos.handedIn().length;
      if (unsent) return void (await tell(texts.signOutTitle, texts.signOutUnsent(unsent)));
      if (!(await ask(texts.signOutTitle, texts.signOutBody, texts.signOutYes))) return undefined;
      await identity.leave().catch(() => undefined);
      await tell(texts.signedOut, texts.signOutBody);
      return wx.reLaunch({ url: '/pages/home/home' });
    },

    async onTakeBack() {
      if (!(await ask(texts.takeBackTitle, texts.takeBackBody, texts.takeBackYes))) return;
      try {
        await phone.takeBack();
        await this.reload();
      } catch (refusal) {
        this.showProblem(refusal);
      }
    },

    async onSignOutOthers() {
      if (!(await ask(texts.othersTitle, texts.othersBody, texts.signOutYes))) return;
      try {
        await identity.leaveOthers();
        await tell(texts.othersDone, texts.othersDoneBody);
      } catch (refusal) {
        this.showProblem(refusal);
      }
    },
  }),
);

/** @param {any} me @param {number} unread */
function rowsFor(me, unread) {
  const mine = me.household_id
    ? [
        { to: '/packages/household/household/household', icon: 'family', title: texts.household },
        { to: '/packages/activities/sign-ups/sign-ups', icon: 'calendar', title: texts.signUps },
        { to: '/packages/shop/orders/orders', icon: 'bag', title: texts.orders },
      ]
    : [{ to: '/packages/household/join/join', icon: 'family', title: texts.join }];
  const office = [
    ...(me.offices.length
      ? [{ to: '/packages/workbench/workbench/workbench', icon: 'list', title: texts.workbench }]
      : []),
    ...(me.permissions.includes('order:fulfil')
      ? [{ to: '/packages/desk/desk/desk', icon: 'box', title: texts.desk }]
      : []),
  ];
  const isElder = look.current().isElder;
  return [
    ...office,
    ...mine,
    { to: '/packages/me/messages/messages', icon: 'bell', title: texts.messages, mark: unread ? texts.unreadCount(unread) : '' },
    {
      to: '/packages/me/look/look',
      icon: 'text',
      title: texts.look,
      hint: isElder ? texts.lookOn : texts.lookOff,
    },
    { to: '/packages/me/outbox/outbox', icon: 'cloud', title: texts.outbox },
    { to: '/packages/me/data/data', icon: 'person', title: texts.data, hint: texts.dataHint },
    { to: '/packages/me/consents/consents', icon: 'check', title: texts.consents, hint: texts.consentsHint },
    { to: '/packages/me/feedback/feedback', icon: 'megaphone', title: texts.feedback, hint: texts.feedbackHint },
    { to: '/packages/me/about/about', icon: 'leaf', title: texts.about },
  ];
}
