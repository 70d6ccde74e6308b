// A minor's name, shown to a leader once she has said why; it is on record, and gone with the page.
const { screen, back } = require('../../../utils/screen');
const households = require('../../../services/households');
const members = require('../../../services/members');
const days = require('../../../utils/days');
const texts = require('../../../texts/leaders/privacy');

const REASONS = Object.entries(texts.nameReasons).map(([value, words]) => ({ value, ...words }));

Page(
  screen({
    data: { t: texts, reasons: REASONS, label: '', relation: '', may: false, reason: '', told: null },

    async load({ household: id, member }) {
      const household = await households.one(id);
      const minor = household.members.find((/** @type {any} */ one) => one.id === Number(member) && one.is_minor);
      return {
        label: household.label,
        relation: minor ? texts.relations[/** @type {keyof typeof texts.relations} */ (minor.relation)] : '',
        may: Boolean(minor) && household.actions.includes('disclose_minor'),
      };
    },

    /** Whoever picks the phone up next finds no name on it. */
    onHide() {
      this.setData({ told: null });
    },

    /** @param {{ detail: { value: string } }} event */
    onReason({ detail }) {
      this.setData({ reason: detail.value });
    },

    async onSee() {
      if (this.data.isActing) return;
      this.setData({ isActing: true, problem: null });
      try {
        const { name, adult_on: adultOn } = await members.disclose(this.query.member, this.data.reason);
        this.setData({ told: { name, adult: adultOn ? texts.adultOn(days.sayDay(adultOn)) : '' } });
      } catch (refusal) {
        this.showProblem(refusal);
      } finally {
        this.setData({ isActing: false });
        wx.pageScrollTo({ scrollTop: 0, duration: 0 });
      }
    },

    onDone() {
      back(`/packages/workbench/household/household?id=${this.query.household}`);
    },
  }),
);
