// Order a print-out: for whom, then it is made; a large village goes in portions.
const { screen, replace } = require('../../../utils/screen');
const prints = require('../../../services/leaders/prints');
const registry = require('../../../services/leaders/households');
const common = require('../../../texts/common');
const texts = require('../../../texts/leaders/codes');
const { choicesFor, isComplete, toggled, wantedOf } = require('./wanted');

/** @typedef {keyof typeof texts.prints} Kind */

const BLANK = { which: '', group: '', chosen: [] };

/** @param {any} household */
const line = ({ id, label, number }) => ({ id: String(id), label, number: texts.number(number) });

Page(
  screen({
    data: { t: texts, common, title: '', means: '', choices: [], form: BLANK, find: '', found: [], count: '', after: null },

    /** @param {{ kind: Kind }} query */
    onLoad({ kind }) {
      const means = texts.posterMeans[/** @type {keyof typeof texts.posterMeans} */ (kind)] || '';
      this.setData({ title: texts.prints[kind], means, choices: choicesFor(kind) });
      this.fill({});
    },

    /** @param {Record<string, any>} typed */
    fill(typed) {
      const form = { ...this.data.form, ...typed };
      const { chosen } = form;
      const found = this.data.found.map((/** @type {any} */ one) => ({ ...one, isChosen: chosen.includes(Number(one.id)) }));
      const count = texts.chosenCount(chosen.length);
      this.setData({ form, found, count, isComplete: isComplete(this.query.kind, form), after: null, problem: null });
    },

    /** @param {{ detail: { value: string } }} event */
    onWhich({ detail }) {
      this.fill({ which: detail.value });
      if (detail.value === 'chosen' && !this.data.found.length) this.onFind();
    },

    /** @param {{ detail: { value: string } }} event */
    onGroup({ detail }) {
      this.fill({ group: detail.value });
    },

    /** @param {{ detail: { value: string } }} event */
    onType({ detail }) {
      this.setData({ find: detail.value });
    },

    async onFind() {
      try {
        const { items } = await registry.list(this.query.village, this.data.find.trim());
        const found = items.map(line);
        this.setData({ found, noneFound: !found.length });
        this.fill({});
      } catch (refusal) {
        this.showProblem(refusal);
      }
    },

    /** @param {{ detail: { value: string } }} event */
    onHousehold({ detail }) {
      this.fill({ chosen: toggled(this.data.form.chosen, Number(detail.value)) });
    },

    async onMake() {
      const { form, after, title } = this.data;
      const wanted = prints.ordering(wantedOf(this.query, form, after), texts.makeLabel(title));
      const ended = await this.act(wanted, (/** @type {any} */ { pieces, next_after: next }) => {
        if (next) this.setData({ after: next, made: texts.moreLeft(pieces) });
        else this.onPrints();
      });
      if (ended === 'kept') this.onPrints();
    },

    onPrints() {
      replace(`/packages/workbench/prints/prints?village=${this.query.village}`);
    },
  }),
);
