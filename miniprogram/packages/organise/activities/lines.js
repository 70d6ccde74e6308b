// What a leader's list of activities shows of each.
const { rollPage } = require('../../../utils/activity-lines');
const days = require('../../../utils/days');
const texts = require('../../../texts/leaders/activities');

/** @param {any} activity */
function activityLine({ id, title, place, state, text_state: check, sessions, actions }) {
  const isDraft = state === 'draft';
  return {
    id,
    title,
    place,
    mark: isDraft ? { tone: 'attention', word: texts.draft } : { tone: 'good', word: texts.published },
    check: texts.checks[/** @type {keyof typeof texts.checks} */ (check)] || null,
    mayPublish: actions.includes('publish'),
    poster: isDraft ? '' : `/packages/workbench/codes/codes?kind=activity&target=${id}`,
    to: `/packages/activities/activity/activity?id=${id}`,
    shifts: sessions.map((/** @type {any} */ shift) => shiftLine(shift, title)),
  };
}

/** @param {any} shift @param {string} title */
function shiftLine({ id, starts_at: startsAt, taken, capacity, waiting, actions }, title) {
  const when = days.sayMeeting(startsAt);
  return {
    id,
    when,
    taken: texts.taken(taken, capacity),
    waiting: waiting ? texts.waiting(waiting) : '',
    mayCall: actions.includes('call_roll'),
    roll: rollPage(id, title, when),
  };
}

/** Whose roll can be called now stands first, the rest as it came. @param {any[]} activities */
function activityLines(activities) {
  const lines = activities.map(activityLine);
  const isCalling = (/** @type {any} */ { shifts }) => shifts.some((/** @type {any} */ { mayCall }) => mayCall);
  return [...lines.filter(isCalling), ...lines.filter((line) => !isCalling(line))];
}

module.exports = { activityLines };
