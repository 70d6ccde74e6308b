// Another head for a household: who it is, and what everybody else is to her.
const { screen, back } = require('../../../utils/screen');
const households = require('../../../services/households');
const registry = require('../../../services/leaders/households');
const texts = require('../../../texts/leaders/households');
const { BLANK, changeOf, isComplete, questions } = require('./form');

/** @param {any[]} members @param {typeof BLANK} form */
const shown = (members, form) => ({ form, questions: questions(members, form), isComplete: isComplete(members, form) });

Page(
  screen({
    data: { t: texts, may: false, members: [], candidates: [], ...shown([], BLANK) },

    async load({ household: id }) {
      const { actions, members } = await households.one(id);
      const candidates = members.filter((/** @type {any} */ { relation }) => relation !== 'head');
      return { may: actions.includes('change_head'), members, candidates, ...shown(members, this.data.form) };
    },

    /** @param {{ detail: { value: string } }} event */
    onHead({ detail }) {
      this.setData(shown(this.data.members, { head: String(detail.value), relations: {} }));
    },

    /** @param {any} event */
    onRelation(event) {
      const { form, members } = this.data;
      const relations = { ...form.relations, [event.currentTarget.dataset.id]: event.detail.value };
      this.setData(shown(members, { ...form, relations }));
    },

    async onSave() {
      const { household: id } = this.query;
      const { form, members } = this.data;
      const wanted = registry.head(id, changeOf(members, form), texts.changeHead);
      await this.act(wanted, () => back(`/packages/workbench/household/household?id=${id}`));
    },
  }),
);
