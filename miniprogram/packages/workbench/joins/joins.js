// Who wants to join a household: admit her as the member she is, or turn her away.
const { screen, ask, tell } = require('../../../utils/screen');
const { listing } = require('../../../utils/listing');
const households = require('../../../services/households');
const registry = require('../../../services/leaders/households');
const days = require('../../../utils/days');
const checked = require('../../../texts/checked');
const common = require('../../../texts/common');
const texts = require('../../../texts/leaders/households');
const { memberLine } = require('../household/doors');

/** @param {any} request */
function line(request) {
  const relation = texts.relations[/** @type {keyof typeof texts.relations} */ (request.relation)];
  return {
    id: request.id,
    name: request.name || (request.is_minor ? texts.child : checked.somebody),
    household: request.household_label || texts.aHousehold,
    householdId: request.household_id,
    wants: texts.wantsToJoin(request.household_label || texts.aHousehold),
    asks: texts.asks(relation, days.sayMoment(request.requested_at)),
    phone: request.phone ? texts.phone(request.phone) : '',
    ...proposalOf(request),
    mayApprove: request.actions.includes('approve'),
    mayRefuse: request.actions.includes('refuse'),
  };
}

/** Whom her phone number was registered for: no more than a proposal. @param {any} request */
function proposalOf({ found_by: foundBy, proposed_member: member }) {
  if (foundBy !== 'phone') return { proposal: '', proposed: null };
  return { proposal: member ? texts.proposed(member.name) : texts.foundByPhone, proposed: member && member.id };
}

Page(
  screen({
    data: { t: texts, common, items: [], nextAfter: null, asked: null, members: [], member: '' },
    isEmpty: ({ items, asked }) => !items.length && !asked,
    ...listing(registry.joins, line),

    /** Who of the household could she be? @param {WechatMiniprogram.TouchEvent} event */
    async onApprove(event) {
      const asked = this.data.items[event.currentTarget.dataset.index];
      try {
        const { members } = await households.one(asked.householdId);
        const free = members.filter((/** @type {any} */ member) => !member.has_joined).map(memberLine);
        const isFree = free.some((/** @type {any} */ { id }) => id === asked.proposed);
        const chosen = isFree ? asked.proposed : '';
        this.setData({ asked, members: free, member: free.length ? chosen : 'new' });
      } catch (refusal) {
        this.showProblem(refusal);
      }
    },

    /** @param {{ detail: { value: string } }} event */
    onMember({ detail }) {
      this.setData({ member: detail.value });
    },

    onNotNow() {
      this.setData({ asked: null });
    },

    async onSend() {
      const { asked, member } = this.data;
      const wanted = households.approve(asked.id, member === 'new' ? null : Number(member), texts.approveLabel);
      await this.act(wanted, async () => {
        await tell(texts.approved, texts.approvedBody(asked.name, asked.household));
        this.setData({ asked: null });
        this.reload();
      });
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    async onRefuse(event) {
      if (!(await ask(texts.refuseTitle, texts.refuseBody, texts.refuseYes))) return;
      await this.act(households.refuse(event.currentTarget.dataset.id, texts.refuseLabel));
    },
  }),
);
