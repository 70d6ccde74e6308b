// Acting for a household: for whom, why, and how the wish was heard; then what is to be done, on the residents' pages.
const { screen, back, open } = require('../../../utils/screen');
const activities = require('../../../services/activities');
const assessments = require('../../../services/assessments');
const households = require('../../../services/households');
const proxy = require('../../../services/proxy');
const texts = require('../../../texts/leaders/proxy');
const { memberLine } = require('../household/doors');
const wishes = require('./wishes');

Page(
  screen({
    data: {
      t: texts,
      label: '',
      may: false,
      members: [],
      form: wishes.BLANK,
      isComplete: false,
      acting: null,
      doors: [],
      meetings: [],
    },

    async load({ household: id }) {
      const household = await households.one(id);
      const behalf = proxy.onBehalfOf(id);
      const { items } = behalf ? await activities.list(household.village_id) : { items: [] };
      return {
        label: household.label,
        may: household.actions.includes('act_for'),
        members: household.members.map(memberLine),
        ...filled(this.data.form, household.members),
        acting: behalf ? wishes.acting(proxy.nameOf(id), behalf) : null,
        doors: wishes.doors(household),
        meetings: wishes.meetings(items, id),
      };
    },

    /** @param {{ detail: { value: string } }} event */
    onMember({ detail }) {
      this.fill({ member: detail.value });
    },

    /** @param {{ detail: { name: string, value: string } }} event */
    onSaid({ detail: { name, value } }) {
      this.fill({ [name]: value });
    },

    /** @param {Partial<typeof wishes.BLANK>} typed */
    fill(typed) {
      const form = { ...this.data.form, ...typed };
      this.setData({ form, isComplete: wishes.isComplete(form) });
    },

    onBegin() {
      const behalf = wishes.behalfOf(this.data.form);
      const { name } = this.data.members.find((/** @type {any} */ { id }) => id === behalf.member_id);
      proxy.begin(this.query.household, behalf, name);
      wx.pageScrollTo({ scrollTop: 0, duration: 0 });
      this.reload();
    },

    onChange() {
      const behalf = proxy.onBehalfOf(this.query.household);
      const form = behalf ? wishes.formOf(behalf) : this.data.form;
      proxy.end(this.query.household);
      this.setData({ form, isComplete: wishes.isComplete(form) });
      this.reload();
    },

    async onAssess() {
      const { household } = this.query;
      const wanted = proxy.inNameOf(household, assessments.start(household, texts.assessLabel));
      await this.act(wanted, (/** @type {any} */ { id }) =>
        open(`/packages/assessments/question/question?assessment=${id}&household=${household}`),
      );
    },

    onEnd() {
      proxy.end(this.query.household);
      back('/packages/workbench/workbench/workbench');
    },
  }),
);

/** Who lives alone need not be chosen. @param {typeof wishes.BLANK} typed @param {any[]} members */
function filled(typed, members) {
  const form = members.length === 1 ? { ...typed, member: String(members[0].id) } : typed;
  return { form, isComplete: wishes.isComplete(form) };
}
