// What the pages of activities show of the service's answers.
const days = require('./days');
const texts = require('../texts/activities');

/** @param {{ capacity: number, taken: number }} shift */
const placesLeft = ({ capacity, taken }) => capacity - taken;

/** How full a shift is. @param {number} left places */
function places(left) {
  return left > 0 ? { tone: 'good', word: texts.placesLeft(left) } : { tone: 'waiting', word: texts.full };
}

/** @param {number | null} count */
const gain = (count) => (count ? texts.points(count) : texts.noPoints);

/** How a sign-up stands. @param {{ state: string, waiting_position: number | null }} signUp */
function signUpMark({ state, waiting_position: position }) {
  if (state === 'waiting' && position) return { tone: 'waiting', word: texts.queue(position) };
  return texts.states[/** @type {keyof typeof texts.states} */ (state)];
}

/** A sign-up of my household. @param {any} signUp */
function signUpLine(signUp) {
  return {
    id: signUp.id,
    name: signUp.member_name,
    title: signUp.title,
    when: days.sayMeeting(signUp.starts_at),
    place: signUp.place,
    mark: signUpMark(signUp),
    mayCancel: signUp.actions.includes('cancel'),
    to: `/packages/activities/activity/activity?id=${signUp.activity_id}`,
  };
}

/** The published activities that are not over, the next one first. @param {any[]} activities @param {number} [now] */
function coming(activities, now = Date.now()) {
  const lines = activities.flatMap((activity) => {
    const ahead = activity.sessions.filter((/** @type {any} */ shift) => Date.parse(shift.ends_at) > now);
    return activity.state === 'published' && ahead.length ? [activityLine(activity, ahead)] : [];
  });
  return lines.sort((one, other) => one.startsAt - other.startsAt);
}

/** @param {any} activity @param {any[]} ahead the shifts that are not over, in order of time */
function activityLine(activity, ahead) {
  return {
    id: activity.id,
    to: `/packages/activities/activity/activity?id=${activity.id}`,
    title: activity.title,
    startsAt: Date.parse(ahead[0].starts_at),
    when: days.sayMeeting(ahead[0].starts_at),
    place: activity.place,
    mark: places(placesLeft(ahead.find((shift) => placesLeft(shift) > 0) || ahead[0])),
    gain: gain(activity.points),
    more: ahead.length > 1 ? texts.moreShifts(ahead.length) : '',
  };
}

/** A shift with the sign-ups of my household. @param {any} shift @param {any[]} signUps @param {string} action */
function shiftLine(shift, signUps, action) {
  return {
    id: String(shift.id),
    when: texts.until(days.sayMeeting(shift.starts_at), days.sayTime(shift.ends_at)),
    mark: places(placesLeft(shift)),
    isFull: placesLeft(shift) <= 0,
    queue: shift.waiting ? texts.waitingCount(shift.waiting) : '',
    gain: gain(shift.points),
    mine: signUps.filter((one) => one.session_id === shift.id && one.state !== 'cancelled').map(signUpLine),
    isOpen: shift.actions.includes(action),
  };
}

/** Who of the household has no place in a shift yet. @param {any[]} members @param {any[]} signUps
 * @param {number} shift */
function free(members, signUps, shift) {
  const gone = signUps.filter((one) => one.session_id === shift && one.state !== 'cancelled');
  return members
    .filter(({ id }) => !gone.some((one) => one.member_id === id))
    .map(({ id, name }) => ({ id: String(id), name }));
}

/** Where the roll of a shift is called; the page bears its title and time. @param {number} id
 * @param {string} title @param {string} when in words */
function rollPage(id, title, when) {
  const heading = `title=${encodeURIComponent(title)}&when=${encodeURIComponent(when)}`;
  return `/packages/organise/roll/roll?session=${id}&${heading}`;
}

module.exports = { coming, free, places, rollPage, shiftLine, signUpLine, signUpMark };
