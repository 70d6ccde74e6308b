// Activities as a leader holds them: create, publish, call the roll, note who came without signing up.
const { get, getPublic } = require('../client/reading');

const LINES_A_REQUEST = 100;

/** The catalogue of types. */
const types = () => getPublic('/activity-types');

/** @param {Record<string, any>} draft @param {string} label */
const creation = (draft, label) => ({ label, path: '/activities', data: draft });

/** @param {number} id @param {{ risk_notes?: string, insurance?: string }} told @param {string} label */
const publication = (id, told, label) => ({ label, path: `/activities/${id}/publication`, data: told });

/** Where everything of a shift begins. @param {string | number} shift */
const shiftPath = (shift) => `/activity-sessions/${shift}/`;

/** Everybody who signed up for a shift: a roll is called as a whole. @param {string | number} shift
 * @param {number | null} [after] @returns {Promise<any[]>} */
async function roll(shift, after) {
  const page = await get(`${shiftPath(shift)}sign-ups`, { after, size: LINES_A_REQUEST });
  return page.next_after ? [...page.items, ...(await roll(shift, page.next_after))] : page.items;
}

/** @param {string | number} shift */
const rollPath = (shift) => `${shiftPath(shift)}roll-calls`;

/** @param {string | number} shift @param {{ present: number[], absent: number[] }} marks @param {string} label */
const rollCall = (shift, marks, label) => ({ label, path: rollPath(shift), data: marks });

/** @param {string | number} shift @param {{ household: number, member: number }} who @param {string} label */
const walkIn = (shift, { household, member }, label) => ({
  label,
  path: `${shiftPath(shift)}walk-ins`,
  data: { household_id: household, member_id: member },
});

module.exports = { types, creation, publication, roll, rollPath, shiftPath, rollCall, walkIn };
