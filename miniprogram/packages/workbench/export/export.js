// Order an export: what for, as which file, and with names hidden unless she may and must have them whole.
const { screen, ask, replace } = require('../../../utils/screen');
const files = require('../../../services/exports');
const identity = require('../../../services/identity');
const texts = require('../../../texts/leaders/exports');
const { BLANK, FORMATS, REASONS, isComplete, months, sayMonth, wantedOf } = require('./wanted');

const WHOLE = 'export:unmasked';

Page(
  screen({
    data: {
      t: texts,
      title: '',
      hint: '',
      reasons: REASONS,
      formats: FORMATS,
      months: [],
      otherMonth: '',
      form: BLANK,
      isComplete: false,
      mayWhole: false,
    },

    async load({ kind }) {
      const { permissions } = await identity.me();
      const known = /** @type {keyof typeof texts.kinds} */ (kind);
      const mayWhole = permissions.includes(WHOLE);
      return { title: texts.kinds[known], hint: texts.kindHints[known], months: months(kind), mayWhole };
    },

    /** @param {any} event */
    onFill(event) {
      this.fill({ [event.currentTarget.dataset.name]: event.detail.value });
    },

    /** @param {{ detail: { value: string } }} event */
    onMasked({ detail }) {
      this.fill({ isMasked: detail.value === 'masked' });
    },

    /** @param {Partial<typeof BLANK>} chosen */
    fill(chosen) {
      const form = { ...this.data.form, ...chosen };
      const isNear = this.data.months.some((/** @type {any} */ { value }) => value === form.month);
      const otherMonth = isNear || !form.month ? '' : sayMonth(form.month);
      this.setData({ form, otherMonth, isComplete: isComplete(this.query.kind, form) });
    },

    async onMake() {
      if (!this.data.form.isMasked && !(await this.isSure())) return;
      const wanted = files.ordering(wantedOf(this.query, this.data.form), texts.makeLabel(this.data.title));
      const ended = await this.act(wanted, () => undefined);
      if (ended !== 'refused') replace(`/packages/workbench/exports/exports?village=${this.query.village}`);
    },

    /** Names whole are for who has signed in just now. */
    async isSure() {
      if (!(await ask(texts.askTitle, texts.askBody, texts.askYes))) return false;
      try {
        await identity.signInAnew();
        return true;
      } catch (refusal) {
        this.showProblem(refusal);
        return false;
      }
    },
  }),
);
