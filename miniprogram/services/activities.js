// Activities as residents see them: what is coming, and the places of my household.
const { get } = require('./client/reading');

/** A village's activities, newest first; a leader's own drafts among them. @param {number | string} village
 * @param {number} [after] */
const list = (village, after) => get('/activities', { village_id: village, after, size: 20 });

/** @param {number | string} id */
const one = (id) => get(`/activities/${id}`);

/** The sign-ups of my household, newest first. @param {number} [after] */
const signUps = (after) => get('/sign-ups', { after, size: 20 });

/** @param {number} shift @param {{ household: number, member: number }} who @param {string} label */
const signUp = (shift, { household, member }, label) => ({
  label,
  path: `/activity-sessions/${shift}/sign-ups`,
  data: { household_id: household, member_id: member },
});

/** @param {number} id @param {string} label */
const cancellation = (id, label) => ({ label, path: `/sign-ups/${id}/cancellation` });

module.exports = { list, one, signUps, signUp, cancellation };
