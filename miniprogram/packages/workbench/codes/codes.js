// The code of a door, a card, a shop or an activity: a large picture, its history; print it, revoke it, have a new one.
const { screen, ask, open } = require('../../../utils/screen');
const activities = require('../../../services/activities');
const codes = require('../../../services/codes');
const households = require('../../../services/households');
const identity = require('../../../services/identity');
const outbox = require('../../../services/client/outbox');
const prints = require('../../../services/leaders/prints');
const { lineDown } = require('../../../services/client/refusal');
const common = require('../../../texts/common');
const texts = require('../../../texts/leaders/codes');
const { line, printOf, validOf } = require('./lines');

/** What the code opens, as people call it, and its village. */
const NAMES = /** @type {Record<string, (target: string) => Promise<{ name: string, hint: string, village: number }>>} */ ({
  door_plate: nameHousehold,
  card: nameHousehold,
  shop: nameVillage,
  activity: nameActivity,
});

const REASONS = Object.entries(texts.reasons).map(([value, word]) => ({ value, word }));
const SHOWN = { isRevoking: false, reason: '', renews: true };

Page(
  screen({
    data: { t: texts, common, reasons: REASONS, code: null, history: [], isNew: false, ...SHOWN },

    async load({ kind, target }) {
      const word = /** @type {keyof typeof texts.kinds} */ (kind);
      const [named, { items }] = await Promise.all([NAMES[kind](target), codes.history(kind, target)]);
      const all = items.length ? items : [await issued(kind, target)];
      const title = texts.kinds[word];
      const label = texts.pictureLabel(title, named.name);
      return { ...named, code: validOf(all), history: all.map(line), title, use: texts.uses[word], label };
    },

    async onIssue() {
      const { kind, target } = this.query;
      await this.act(codes.issuing(kind, target, texts.issueLabel));
    },

    async onPrint() {
      const { kind, target } = this.query;
      const { village, title } = this.data;
      await this.act(prints.ordering(printOf(kind, target, village), texts.makeLabel(title)), () =>
        open(`/packages/workbench/prints/prints?village=${village}`),
      );
    },

    onRevoke() {
      this.setData({ ...SHOWN, isRevoking: true, isNew: false });
      wx.pageScrollTo({ scrollTop: 0, duration: 0 });
    },

    onBack() {
      this.setData({ ...SHOWN });
    },

    /** @param {{ detail: { value: string } }} event */
    onReason({ detail }) {
      this.setData({ reason: detail.value });
    },

    /** @param {{ detail: { value: string } }} event */
    onRenews({ detail }) {
      this.setData({ renews: detail.value === 'yes' });
    },

    async onDone() {
      const { code, reason, renews } = this.data;
      if (!(await ask(texts.askTitle, renews ? texts.askRenew : texts.askOnly, texts.revoke))) return;
      const wanted = renews
        ? codes.reissuing(code.id, reason, texts.renewLabel)
        : codes.revoking(code.id, reason, texts.revokeLabel);
      const ended = await this.act(wanted, () => this.reload());
      if (ended !== 'refused') this.setData({ ...SHOWN, isNew: ended === 'done' && renews });
    },
  }),
);

/** The first one. @param {string} kind @param {string} target */
async function issued(kind, target) {
  const { isDone, answer } = await outbox.act(codes.issuing(kind, target, texts.issueLabel));
  if (!isDone) throw lineDown();
  return answer;
}

/** @param {string} id */
async function nameHousehold(id) {
  const household = await households.one(id);
  return { name: texts.number(household.number), hint: household.label, village: household.village_id };
}

/** @param {string} id */
async function nameVillage(id) {
  const { offices } = await identity.me();
  const office = offices.find((/** @type {any} */ one) => one.organisation_id === Number(id));
  return { name: office ? office.organisation_name : '', hint: '', village: Number(id) };
}

/** @param {string} id */
async function nameActivity(id) {
  const { title, place, village_id: village } = await activities.one(id);
  return { name: title, hint: place, village };
}
