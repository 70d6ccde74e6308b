// The points books: what my household earned, how, and the public notices that showed it.
const { get, getPublic } = require('./client/reading');

const PAGE = 20;

/** @param {number} household */
const figures = (household) => get(`/households/${household}/points`);

/** @param {number} household @param {{ after?: number | null, size?: number }} [page] newest first */
const statement = (household, { after, size = PAGE } = {}) =>
  get(`/households/${household}/statement`, { after, size });

/** Why a point exists: one claim with its rule, evidence, confirmations and transfers. @param {number | string} claim */
const explain = (claim) => get(`/claims/${claim}`);

/** @param {number} household @param {string} state */
const claims = (household, state) => get('/claims', { household_id: household, state, size: PAGE });

/** The rules in force in a village, and under which this person may report deeds. @param {number} village */
const rules = (village) => get('/rules', { village_id: village });

/**
 * Report a deed.
 * @param {{ household: number, rule: string, deedOn: string, quantity: number, note: string, photos: string[] }} deed by
 *   the hashes of its photos
 * @param {string} label
 */
const claim = ({ household, rule, deedOn, quantity, note, photos }, label) => ({
  label,
  path: '/claims',
  data: { household_id: household, rule_code: rule, deed_on: deedOn, quantity, note, ...(photos.length ? { photos } : {}) },
});

/** @param {number | string} village @param {number | null} [after] */
const notices = (village, after) => getPublic('/notices', { village_id: village, after, size: PAGE });

/** @param {number | string} id */
const notice = (id) => getPublic(`/notices/${id}`);

module.exports = { figures, statement, explain, claims, rules, claim, notices, notice };
