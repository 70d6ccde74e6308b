// My household: who belongs to it, who asks to join, and a join code for the next one.
const { screen, replace, ask, tell } = require('../../../utils/screen');
const households = require('../../../services/households');
const identity = require('../../../services/identity');
const members = require('../../../services/members');
const { householdOf, requestOf, candidatesOf, invitationOf } = require('./view');
const checked = require('../../../texts/checked');
const texts = require('../../../texts/household');

Page(
  screen({
    data: {
      t: texts,
      household: null,
      requests: [],
      deciding: 0,
      chosen: null,
      candidates: [],
      invitation: null,
    },

    async load() {
      const me = await identity.me();
      if (!me.household_id) {
        replace('/packages/household/join/join');
        return {};
      }
      const household = householdOf(await households.one(me.household_id));
      const waiting = household.mayDecide ? await households.requests(household.id) : { items: [] };
      const candidates = candidatesOf(household.members);
      return { household, requests: waiting.items.map(requestOf), candidates };
    },

    async onInvite() {
      const act = households.joinCode(this.data.household.id, texts.inviteLabel);
      await this.act(act, (/** @type {any} */ issued) => {
        this.setData({ invitation: invitationOf(issued) });
      });
    },

    /** Ask first who she is. @param {WechatMiniprogram.TouchEvent} event */
    onDecide(event) {
      this.setData({ deciding: event.currentTarget.dataset.id, chosen: null });
    },

    onCancel() {
      this.setData({ deciding: 0 });
    },

    /** @param {{ detail: { value: string } }} event */
    onCandidate({ detail }) {
      this.setData({ chosen: detail.value });
    },

    async onApprove() {
      const { deciding, chosen } = this.data;
      const act = households.approve(deciding, chosen ? Number(chosen) : null, texts.approveLabel);
      await this.act(act, async (/** @type {any} */ request) => {
        this.setData({ deciding: 0 });
        await tell(texts.approvedTitle, texts.approvedText(request.name || checked.somebody));
        this.reload();
      });
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    async onRefuse(event) {
      const { id } = event.currentTarget.dataset;
      if (!(await ask(texts.refuseTitle, texts.refuseBody, texts.refuseYes))) return;
      await this.act(households.refuse(id, texts.refuseLabel));
    },

    /** The guardian's consent ends, and with it the child's place here. @param {WechatMiniprogram.TouchEvent} event */
    async onTakeBack(event) {
      const { id, name } = event.currentTarget.dataset;
      if (!(await ask(texts.takeBackTitle(name), texts.takeBackBody, texts.takeBackYes))) return;
      await this.act(members.takingBack(id, 'service', {}, texts.takeBackOf(name)), async () => {
        await tell(texts.takenBackTitle, texts.takenBack);
        this.reload();
      });
    },
  }),
);
