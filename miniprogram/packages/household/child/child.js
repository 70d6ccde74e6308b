// A child of my household: her name, her birthday, what she is to the head, and my consent as her guardian.
const { screen, back, tell } = require('../../../utils/screen');
const drafts = require('../../../services/client/drafts');
const consents = require('../../../services/consents');
const households = require('../../../services/households');
const identity = require('../../../services/identity');
const { whole, less } = require('../../../texts/consents');
const texts = require('../../../texts/household');
const { BLANK, isComplete, draftOf } = require('./form');

const FORM = 'child';
const HOUSEHOLD = '/packages/household/household/household';
const RELATIONS = Object.entries(texts.childRelations).map(([value, word]) => ({ value, word }));

Page(
  screen({
    data: {
      t: { ...texts, whole, less },
      relations: RELATIONS,
      form: BLANK,
      isComplete: false,
      may: false,
      consent: null,
      isWhole: false,
      spoken: texts.guardianMeans.join(''),
    },

    async load() {
      const [me, wordings] = await Promise.all([identity.me(), consents.wordings()]);
      const consent = wordings.find(({ purpose }) => purpose === 'service');
      const household = me.household_id ? await households.one(me.household_id) : { actions: [] };
      this.household = me.household_id;
      const { bornOn, agrees } = this.data.form;
      const form = { ...BLANK, ...drafts.find(FORM), bornOn, agrees };
      return { may: household.actions.includes('add_child'), consent, form, isComplete: isComplete(form) };
    },

    /** @param {any} event */
    onFill(event) {
      this.fill({ [event.currentTarget.dataset.name]: event.detail.value });
    },

    onAgree() {
      this.fill({ agrees: !this.data.form.agrees });
    },

    /** @param {Record<string, any>} typed */
    fill(typed) {
      const form = { ...this.data.form, ...typed };
      drafts.keep(FORM, draftOf(form));
      this.setData({ form, isComplete: isComplete(form) });
    },

    onWhole() {
      this.setData({ isWhole: !this.data.isWhole });
    },

    async onSave() {
      const { form, consent } = this.data;
      const wanted = households.newChild(this.household, form, consent.version, texts.saveChildLabel);
      const ended = await this.act(wanted, async (/** @type {any} */ child) => {
        await tell(texts.childAddedTitle, texts.childAdded(child.name));
      });
      if (ended === 'refused') return this.readAgain();
      drafts.drop(FORM);
      return back(HOUSEHOLD);
    },

    /** Reworded meanwhile: she reads that, and says yes anew. */
    async readAgain() {
      const { version } = this.data.consent;
      await this.reloadWhen('consent-text-changed');
      if (this.data.consent.version !== version) this.fill({ agrees: false });
    },
  }),
);
