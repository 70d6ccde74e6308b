// Into a household: found by the phone number that WeChat knows, or with a join code; my name, what I am to the head.
// Nobody has to give a number: the code leads to the same place.
const { screen } = require('../../../utils/screen');
const { about } = require('../../../services/about');
const consents = require('../../../services/consents');
const households = require('../../../services/households');
const identity = require('../../../services/identity');
const phone = require('../../../services/phone');
const drafts = require('../../../services/client/drafts');
const { freshKey } = require('../../../utils/keys');
const texts = require('../../../texts/household');
const ways = require('./ways');

const FORM = 'join';
const RELATIONS = Object.entries(texts.relations).map(([value, word]) => ({ value, word }));
const AGES = Object.entries(texts.ages).map(([value, word]) => ({ value, word }));

/** @param {any} me @returns {'member' | 'pending' | 'open'} */
function stageOf(me) {
  if (me.household_id) return 'member';
  return me.join_request && me.join_request.state === 'pending' ? 'pending' : 'open';
}

/** @param {typeof ways.BLANK} form */
const filled = (form) => ({ form, isComplete: ways.isComplete(form), isChild: ways.needsGuardian(form) });

Page(
  screen({
    data: {
      t: texts,
      relations: RELATIONS,
      ages: AGES,
      form: ways.BLANK,
      isComplete: false,
      isChild: false,
      stage: '',
      label: '',
      note: '',
    },

    async load({ code }) {
      const [me, { phone_button: mayFindByPhone }] = await Promise.all([identity.me(), about()]);
      const { bornOn } = this.data.form;
      const typed = { ...ways.BLANK, ...drafts.find(FORM), bornOn, ...(code ? { code, way: 'code' } : {}) };
      const form = { ...typed, way: ways.wayOf(typed, mayFindByPhone) };
      return {
        stage: stageOf(me),
        label: me.household_label || '',
        isRefused: Boolean(me.join_request) && me.join_request.state === 'refused',
        asked: ways.requestWords(me.join_request),
        ...ways.phoneWords(me.phone),
        mayFindByPhone,
        ...filled(form),
      };
    },

    /** @param {WechatMiniprogram.Input} event */
    onInput(event) {
      this.fill({ [event.currentTarget.dataset.field]: event.detail.value });
    },

    /** @param {any} event */
    onChoose(event) {
      this.fill({ [event.currentTarget.dataset.field]: event.detail.value });
    },

    /** Choose the way, or choose anew. @param {WechatMiniprogram.TouchEvent} event */
    onWay(event) {
      this.take(event.currentTarget.dataset.way);
    },

    /** @param {string} way @param {string} [note] how it came to it */
    take(way, note = '') {
      this.fill({ way });
      this.setData({ note, mayTryAgain: false });
      wx.pageScrollTo({ scrollTop: 0, duration: 0 });
    },

    /** @param {Record<string, string>} typed */
    fill(typed) {
      const form = { ...this.data.form, ...typed };
      drafts.keep(FORM, ways.draftOf(form));
      this.query = { ...this.query, code: '' };
      this.setData(filled(form));
    },

    /** WeChat asked her for her number. @param {WechatMiniprogram.ButtonGetPhoneNumber} event */
    onPhone({ detail }) {
      if (!detail.code) return this.take('code', ways.withoutNumber(/** @type {any} */ (detail)));
      this.given = { code: detail.code, key: freshKey() };
      return this.bind();
    },

    async bind() {
      if (this.data.isActing) return;
      this.setData({ isActing: true, problem: null });
      try {
        const { phone: masked, match } = await phone.bind(this.given);
        const { way, note } = ways.afterMatch(match);
        this.setData(ways.phoneWords(masked));
        this.take(way, note);
      } catch (refusal) {
        const { way, mayTryAgain } = ways.afterRefusal(/** @type {any} */ (refusal));
        this.take(way);
        this.setData({ mayTryAgain });
        this.showProblem(refusal);
      } finally {
        this.setData({ isActing: false });
      }
    },

    /** Her name is the first thing she gives: she is asked before it leaves the phone. */
    async onJoin() {
      if (this.isJoining) return;
      this.isJoining = true;
      await this.agreeAndJoin().finally(() => (this.isJoining = false));
    },

    async agreeAndJoin() {
      if (await consents.before('service')) return this.join();
      wx.pageScrollTo({ scrollTop: 0 });
      return this.showProblem(consents.declined('service'));
    },

    async join() {
      const { form } = this.data;
      const isByPhone = form.way === 'phone';
      const act = isByPhone ? households.joinByPhone(form, texts.tellLabel) : households.join(form, texts.joinLabel);
      const ended = await this.act(act);
      if (ended !== 'refused') drafts.drop(FORM);
      else if (isByPhone) this.fill({ way: 'code' });
    },
  }),
);
