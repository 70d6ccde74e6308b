// One household: who lives there, its codes, and what the leader may do for it.
const { screen, ask } = require('../../../utils/screen');
const households = require('../../../services/households');
const registry = require('../../../services/leaders/households');
const texts = require('../../../texts/leaders/households');
const { BLANK_MEMBER, isMember, memberFields } = require('../register/form');
const { doors, guardians, memberLines } = require('./doors');
const { slipOf } = require('./slip');

Page(
  screen({
    data: {
      t: texts,
      household: null,
      members: [],
      guardians: [],
      doors: [],
      may: {},
      slip: null,
      member: null,
      isMember: false,
    },

    async load({ id }) {
      const household = await households.one(id);
      const may = Object.fromEntries(household.actions.map((/** @type {string} */ action) => [action, true]));
      return {
        household: { ...household, number: texts.number(household.number) },
        members: memberLines(household),
        guardians: guardians(household.members),
        doors: doors(household),
        may,
      };
    },

    async onInvite() {
      await this.act(households.joinCode(this.query.id, texts.inviteLabel), (/** @type {any} */ issued) => {
        this.setData({ slip: slipOf(issued, this.data.household.number) });
        wx.pageScrollTo({ scrollTop: 0, duration: 0 });
      });
    },

    onCopy() {
      wx.setClipboardData({ data: this.data.slip.text });
    },

    onSlipDone() {
      this.setData({ slip: null });
    },

    async onDeclare() {
      if (!(await ask(texts.declareTitle, texts.declareBody, texts.declareYes))) return;
      await this.act(registry.relative(this.data.household.id, texts.declareLabel));
    },

    onAdd() {
      this.setData({ member: BLANK_MEMBER, isMember: false });
    },

    onNotNow() {
      this.setData({ member: null });
    },

    /** @param {{ detail: { member: any } }} event */
    onMember({ detail }) {
      this.setData({ member: detail.member, isMember: isMember(detail.member) });
    },

    async onSave() {
      const wanted = registry.newMember(this.query.id, memberFields(this.data.member), texts.addMemberLabel);
      await this.act(wanted, () => {
        this.setData({ member: null });
        this.reload();
      });
    },
  }),
);
