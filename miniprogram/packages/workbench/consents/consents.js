// What somebody without a phone agreed to: told to a leader in person or by telephone, and taken back the same way.
const { screen } = require('../../../utils/screen');
const { wordings } = require('../../../services/consents');
const households = require('../../../services/households');
const members = require('../../../services/members');
const proxy = require('../../../services/proxy');
const common = require('../../../texts/common');
const words = require('../../../texts/consents');
const texts = require('../../../texts/leaders/privacy');
const { guardians } = require('../household/doors');
const { BLANK, behalfOf, isSaid, line } = require('./lines');

Page(
  screen({
    data: {
      t: texts,
      common,
      words,
      name: '',
      label: '',
      items: [],
      guardians: [],
      asked: null,
      question: '',
      isWhole: false,
      form: BLANK,
      isSaid: false,
    },

    async load({ household: id, member }) {
      const [household, consents, worded] = await Promise.all([households.one(id), members.consents(member), wordings()]);
      const who = household.members.find((/** @type {any} */ one) => one.id === Number(member));
      return {
        label: household.label,
        name: who ? who.name : '',
        items: consents.items.map((/** @type {any} */ one) => line(one, worded)),
        guardians: who && who.is_minor ? guardians(household.members) : [],
      };
    },

    /** One purpose: what is read out, why and how she said it. @param {WechatMiniprogram.TouchEvent} event */
    onAsk(event) {
      const asked = this.data.items[event.currentTarget.dataset.index];
      const say = asked.isGiven ? texts.takesBack : texts.asks;
      const { reason, channel } = { ...this.data.form, ...proxy.onBehalfOf(this.query.household) };
      this.fill({ reason, channel, speaker: this.data.guardians.length ? '' : this.query.member });
      this.setData({ asked, isWhole: false, question: say(this.data.name, asked.title) });
      wx.pageScrollTo({ scrollTop: 0, duration: 0 });
    },

    /** @param {{ detail: { name: string, value: string } }} event */
    onSaid({ detail: { name, value } }) {
      this.fill({ [name]: value });
    },

    /** @param {{ detail: { value: string } }} event */
    onSpeaker({ detail }) {
      this.fill({ speaker: detail.value });
    },

    /** @param {Partial<typeof BLANK>} said */
    fill(said) {
      const form = { ...this.data.form, ...said };
      this.setData({ form, isSaid: isSaid(form) });
    },

    onWhole() {
      this.setData({ isWhole: !this.data.isWhole });
    },

    onBack() {
      this.setData({ asked: null });
    },

    async onSend() {
      const { asked, form, question } = this.data;
      const { member } = this.query;
      const behalf = { on_behalf: behalfOf(form) };
      const wanted = asked.isGiven
        ? members.takingBack(member, asked.purpose, behalf, question)
        : members.giving(member, asked.purpose, { version: asked.version, ...behalf }, question);
      const ended = await this.act(wanted);
      if (ended !== 'refused') return this.setData({ asked: null });
      await this.reloadWhen('consent-text-changed');
      return this.setData({ asked: this.data.items.find((/** @type {any} */ { purpose }) => purpose === asked.purpose) });
    },
  }),
);
