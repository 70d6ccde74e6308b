// A new household with its members; what was typed stays until it is registered.
const { screen, back, tell } = require('../../../utils/screen');
const households = require('../../../services/leaders/households');
const drafts = require('../../../services/client/drafts');
const texts = require('../../../texts/leaders/households');
const { BLANK, BLANK_MEMBER, draftOf, householdFields, isComplete, withBirthdays } = require('./form');

Page(
  screen({
    data: { t: texts, form: BLANK, titles: [], isComplete: false },

    async load() {
      const kept = drafts.find(this.draft());
      return shown(kept ? withBirthdays(kept, this.data.form) : BLANK);
    },

    draft() {
      return `register:${this.query.village}`;
    },

    /** @param {any} form */
    fill(form) {
      drafts.keep(this.draft(), draftOf(form));
      this.setData(shown(form));
    },

    /** @param {any} event */
    onType(event) {
      this.fill({ ...this.data.form, [event.currentTarget.dataset.name]: event.detail.value });
    },

    /** @param {any} event */
    onMember(event) {
      const members = [...this.data.form.members];
      members.splice(event.currentTarget.dataset.index, 1, event.detail.member);
      this.fill({ ...this.data.form, members });
    },

    onOneMore() {
      this.fill({ ...this.data.form, members: [...this.data.form.members, BLANK_MEMBER] });
    },

    /** @param {any} event */
    onOneLess(event) {
      const { index } = event.currentTarget.dataset;
      const members = [...this.data.form.members];
      members.splice(index, 1);
      this.fill({ ...this.data.form, members });
    },

    async onSave() {
      const wanted = households.registration(householdFields(this.query.village, this.data.form), texts.saveLabel);
      const ended = await this.act(wanted, async (/** @type {any} */ household) => {
        drafts.drop(this.draft());
        await tell(texts.saved(household.number), texts.savedBody);
        wx.redirectTo({ url: `/packages/workbench/household/household?id=${household.id}` });
      });
      if (ended !== 'kept') return;
      drafts.drop(this.draft());
      back('/packages/workbench/workbench/workbench');
    },
  }),
);

/** @param {any} form */
function shown(form) {
  const titles = form.members.map((/** @type {any} */ _, /** @type {number} */ index) => texts.memberTitle(index + 1));
  return { form, titles, isComplete: isComplete(form) };
}
