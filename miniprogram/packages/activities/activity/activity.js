// One activity: when, where, what to mind; choose who of the household comes, or give a place back.
const { screen, ask, tell } = require('../../../utils/screen');
const activities = require('../../../services/activities');
const households = require('../../../services/households');
const proxy = require('../../../services/proxy');
const subscriptions = require('../../../services/subscriptions');
const { free, shiftLine, signUpLine } = require('../../../utils/activity-lines');
const texts = require('../../../texts/activities');
const { factsOf, spokenOf } = require('./facts');

const NONE = { items: [], members: [] };

Page(
  screen({
    data: {
      t: texts,
      activity: null,
      me: null,
      shifts: [],
      open: [],
      members: [],
      shift: '',
      member: '',
      isChoosing: false,
      button: '',
    },

    async load({ id, household: served }) {
      const [me, activity] = await Promise.all([proxy.served({ household: served }), activities.one(id)]);
      const [home, mine] = await Promise.all([
        me.household_id ? households.one(me.household_id) : NONE,
        me.household_id && !served ? activities.signUps() : NONE,
      ]);
      this.home = home.members;
      this.mine = mine.items;
      const action = served ? 'sign_up_for_household' : 'sign_up';
      const shifts = activity.sessions.map((/** @type {any} */ one) => shiftLine(one, mine.items, action));
      const open = shifts.filter((/** @type {any} */ one) => one.isOpen);
      return {
        me,
        shifts,
        open,
        activity: factsOf(activity),
        spoken: spokenOf(activity, shifts),
        isChoosing: this.data.isChoosing && open.length > 0,
        served: served || '',
      };
    },

    /** One choice only is no choice: it is made already. */
    onSignUp() {
      const shift = this.data.open.length === 1 ? this.data.open[0].id : '';
      this.setData({ isChoosing: true, shift: '', member: '' });
      this.choose(shift);
      wx.pageScrollTo({ scrollTop: 0, duration: 0 });
    },

    /** @param {{ detail: { value: string } }} event */
    onShift({ detail }) {
      this.choose(detail.value);
    },

    /** @param {string} shift */
    choose(shift) {
      const members = shift ? free(this.home, this.mine, Number(shift)) : [];
      this.setData({ shift, members });
      this.name(members.length === 1 ? members[0].id : '');
    },

    /** @param {{ detail: { value: string } }} event */
    onMember({ detail }) {
      this.name(detail.value);
    },

    /** @param {string} member */
    name(member) {
      const { members, open, shift } = this.data;
      const chosen = members.find((/** @type {any} */ { id }) => id === member);
      const full = open.some((/** @type {any} */ { id, isFull }) => String(id) === shift && isFull);
      const say = full ? texts.queueFor : texts.signUpFor;
      this.setData({ member, button: chosen ? say(chosen.name) : texts.who });
    },

    onBack() {
      this.setData({ isChoosing: false });
    },

    async onConfirm() {
      if (!this.data.served) await subscriptions.offer('sign_up');
      const { activity, me, member, members, shift } = this.data;
      const { name } = members.find((/** @type {any} */ { id }) => id === member);
      const who = { household: me.household_id, member: Number(member) };
      const wanted = activities.signUp(Number(shift), who, texts.signUpLabel(name, activity.title));
      const ended = await this.act(proxy.inNameOf(this.query.household, wanted), this.tellPlace);
      if (ended === 'refused') return;
      this.setData({ isChoosing: false });
      this.reload();
    },

    /** @param {any} signUp as the service stored it */
    async tellPlace(signUp) {
      const { name, when } = signUpLine(signUp);
      if (signUp.state === 'waiting') await tell(texts.waitingTitle, texts.waiting(name, signUp.waiting_position));
      else await tell(texts.signedUpTitle, texts.signedUp(name, when));
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    async onCancel(event) {
      const { id, name, title } = event.currentTarget.dataset;
      if (!(await ask(texts.cancelTitle, texts.cancelBody(name, title), texts.cancelYes))) return;
      await this.act(activities.cancellation(id, texts.cancelLabel(name, title)));
    },
  }),
);
