// The points rules in force in the village; a chair records the resolution that switches a version on.
const { screen, ask, tell } = require('../../../utils/screen');
const points = require('../../../services/points');
const rules = require('../../../services/leaders/rules');
const identity = require('../../../services/identity');
const drafts = require('../../../services/client/drafts');
const days = require('../../../utils/days');
const common = require('../../../texts/common');
const texts = require('../../../texts/leaders/rules');
const { BLANK, fieldsOf, isComplete, shownRules } = require('./resolution');

/** @param {any} form null while the rules are read */
const shownForm = (form) => ({
  form,
  day: days.sayDay(form && form.resolvedOn),
  isComplete: Boolean(form) && isComplete(form),
});

Page(
  screen({
    data: { t: texts, common, shown: null, may: false, today: '', ...shownForm(null) },

    async load({ village }) {
      const [inForce, me] = await Promise.all([points.rules(Number(village)), identity.me()]);
      const shown = shownRules(inForce);
      const may = Boolean(shown.newest) && me.permissions.includes('rule:adopt');
      return { shown, may, today: days.today(), ...shownForm(may ? this.begun() : null) };
    },

    /** What is being filled in; when the page opens, what was begun before. */
    begun() {
      return this.data.shown ? this.data.form : drafts.find(this.draft());
    },

    draft() {
      return `resolution:${this.query.village}`;
    },

    onAdopt() {
      this.setData(shownForm(drafts.find(this.draft()) || BLANK));
    },

    onBack() {
      this.setData(shownForm(null));
    },

    /** @param {any} event from a field or from the calendar */
    onFill(event) {
      const form = { ...this.data.form, [event.currentTarget.dataset.name]: event.detail.value };
      drafts.keep(this.draft(), form);
      this.setData(shownForm(form));
    },

    async onSave() {
      const { id, version } = this.data.shown.newest;
      if (!(await ask(texts.saveTitle, texts.saveBody(version), texts.save))) return;
      const wanted = rules.adoption(this.query.village, fieldsOf(id, this.data.form), texts.saveLabel);
      const ended = await this.act(wanted, (/** @type {any} */ adopted) =>
        tell(texts.saved, texts.savedBody(days.sayDay(adopted.effective_on))),
      );
      if (ended === 'refused') return;
      drafts.drop(this.draft());
      this.onBack();
      this.reload();
    },
  }),
);
