// One code to be printed: a large picture with the name of what it opens; revoked, it gives way to a new one.
const { screen, ask } = require('../../../utils/screen');
const activities = require('../../../services/activities');
const codes = require('../../../services/codes');
const households = require('../../../services/households');
const identity = require('../../../services/identity');
const outbox = require('../../../services/client/outbox');
const { lineDown } = require('../../../services/client/refusal');
const texts = require('../../../texts/leaders/households');

/** What the code opens, as people call it. */
const NAMES = /** @type {Record<string, (target: string) => Promise<{ name: string, hint: string }>>} */ ({
  door_plate: nameHousehold,
  card: nameHousehold,
  shop: nameVillage,
  activity: nameActivity,
});

Page(
  screen({
    data: { t: texts, code: null, name: '', hint: '', title: '', use: '', label: '' },

    async load({ kind, target }) {
      const word = /** @type {keyof typeof texts.codeKinds} */ (kind);
      const { name, hint } = await NAMES[kind](target);
      const code = await issued(kind, target);
      const title = texts.codeKinds[word];
      return { code, name, hint, title, use: texts.codeHints[word], label: texts.pictureLabel(title, name) };
    },

    async onRevoke() {
      if (!(await ask(texts.revokeTitle, texts.revokeBody, texts.revokeYes))) return;
      await this.act(codes.revoking(this.data.code.id, texts.revokeLabel));
    },
  }),
);

/** Issue it, or find it again. @param {string} kind @param {string} target */
async function issued(kind, target) {
  const { isDone, answer } = await outbox.act(codes.issuing(kind, target, texts.issueLabel));
  if (!isDone) throw lineDown();
  return { id: answer.id, picture: answer.picture };
}

/** @param {string} id */
async function nameHousehold(id) {
  const household = await households.one(id);
  return { name: texts.number(household.number), hint: household.label };
}

/** @param {string} id */
async function nameVillage(id) {
  const { offices } = await identity.me();
  const office = offices.find((/** @type {any} */ one) => one.organisation_id === Number(id));
  return { name: office ? office.organisation_name : '', hint: '' };
}

/** @param {string} id */
async function nameActivity(id) {
  const { title, place } = await activities.one(id);
  return { name: title, hint: place };
}
