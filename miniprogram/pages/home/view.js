// What the first page shows of the service's answer: pure, so that it can be tested without a page.
const { places, signUpMark } = require('../../utils/activity-lines');
const days = require('../../utils/days');
const activityTexts = require('../../texts/activities');
const texts = require('../../texts/home');

const RESULT = '/packages/assessments/result/result?assessment=';
const QUESTION = '/packages/assessments/question/question?assessment=';

/** @param {number} part @param {number} whole @returns {number} full percent */
const percent = (part, whole) => (whole ? Math.round((100 * part) / whole) : 0);

/** @param {any} home */
function viewOf(home) {
  return {
    household: home.household && { ...home.household, village: texts.village(home.household.village_name) },
    green: home.household ? greenOf(home) : null,
    nextStep: home.next_step,
    points: home.points ? pointsOf(home.points) : null,
    activity: home.next_activity ? activityOf(home.next_activity) : null,
    request: home.household ? null : requestOf(home.join_request),
    rows: home.household ? rowsOf(home) : [],
    hasWorkbench: home.has_workbench,
    notice: home.standards_notice ? texts.notOfficial(home.standards_notice) : '',
  };
}

/** How far the household is: a ring, a title, words, and what to do. @param {any} home */
function greenOf({ assessment, actions }) {
  const mayBegin = actions.includes('begin_assessment');
  if (!assessment) return withBegin({ ring: null, title: texts.notBegun, hint: texts.notBegunHint }, mayBegin);
  const shown = { ring: ringOf(assessment), ...wordsOf(assessment) };
  return mayBegin ? withBegin(shown, true) : shown;
}

/** @param {any} shown @param {boolean} mayBegin */
function withBegin(shown, mayBegin) {
  const word = shown.ring ? texts.again : texts.begin;
  return { ...shown, isGreen: Boolean(shown.isGreen), button: mayBegin ? { word, begins: true, to: '' } : null };
}

/** While it is open the ring counts answers, later what the household does. @param {any} assessment */
function ringOf(assessment) {
  const { state, answered, met, total } = assessment;
  const isOpen = state === 'draft';
  return {
    percent: percent(isOpen ? answered : met, total),
    count: isOpen ? answered : met,
    unit: isOpen ? texts.ringAnswered : texts.ringMet,
    spoken: isOpen ? texts.ringAnsweredOf(answered, total) : texts.ringMetOf(met, total),
  };
}

/** @param {any} assessment */
function wordsOf(assessment) {
  const { id, state, answered, total, is_in_force: isGreen } = assessment;
  const until = isGreen ? texts.greenUntil(days.sayDay(assessment.valid_until_on)) : '';
  const see = (/** @type {string} */ word, /** @type {string} */ to) => ({ word, begins: false, to: to + id });
  const words = {
    draft: () => ({
      title: answered < total ? texts.drafting : texts.drafted,
      hint: texts.draftHint(total - answered),
      button: answered < total ? see(texts.goOn, QUESTION) : see(texts.lookOver, RESULT),
    }),
    submitted: () => ({ title: texts.submitted, hint: texts.submittedHint, button: see(texts.seeResult, RESULT) }),
    returned: () => ({ title: texts.returned, hint: texts.returnedHint, button: see(texts.mend, RESULT) }),
    confirmed: () => ({ ...outcomeOf(assessment), button: see(texts.seeResult, RESULT) }),
  };
  return { isGreen, until, ...words[/** @type {keyof typeof words} */ (state)]() };
}

/** What the review came to, and whether it still holds. @param {any} assessment */
function outcomeOf({ met, pass_mark: mark, is_in_force: isGreen, is_passed: isPassed }) {
  if (isGreen) return { title: texts.green, hint: texts.passedHint };
  if (isPassed) return { title: texts.expired, hint: texts.expiredHint };
  return { title: texts.notYet, hint: texts.notYetHint(met, mark) };
}

/** @param {any} points */
function pointsOf(points) {
  const { redeemable, in_notice: waiting, held, arrears, usable_on: usableOn } = points;
  const inNotice = usableOn ? texts.usableOn(waiting, days.sayDay(usableOn)) : texts.waitingPoints(waiting);
  return {
    redeemable,
    lines: [
      ...(waiting ? [inNotice] : []),
      ...(held ? [texts.held(held)] : []),
      ...(arrears ? [texts.arrears(-arrears)] : []),
    ],
  };
}

/** @param {any} next */
function activityOf(next) {
  const { sign_up_state: state, waiting_position: position } = next;
  return {
    title: next.title,
    when: days.sayMeeting(next.starts_at),
    place: next.place,
    facts: [places(next.places_left).word, ...(next.points ? [activityTexts.points(next.points)] : [])].join('，'),
    mark: state ? signUpMark({ state, waiting_position: position }) : null,
    to: `/packages/activities/activity/activity?id=${next.activity_id}`,
  };
}

/** @param {any} request */
function requestOf(request) {
  if (!request || request.state === 'approved') return null;
  const isPending = request.state === 'pending';
  return { isPending, title: isPending ? texts.pendingTitle : texts.refusedTitle, text: requestText(request, isPending) };
}

/** Who was found by her phone number is not told of which household. @param {any} request @param {boolean} isPending */
function requestText({ household_label: label }, isPending) {
  if (!label) return isPending ? texts.pendingByPhone : texts.refusedByPhone;
  return isPending ? texts.pendingText(label) : texts.refusedText(label);
}

/** @param {any} home */
function rowsOf({ unread_messages: unread, waiting_orders: orders }) {
  return [
    {
      to: '/packages/me/messages/messages',
      icon: 'bell',
      title: texts.messages,
      mark: unread ? { tone: 'waiting', word: texts.unread(unread) } : null,
    },
    {
      to: '/packages/shop/orders/orders',
      icon: 'bag',
      title: texts.orders,
      mark: orders ? { tone: 'good', word: texts.ordersWaiting(orders) } : null,
    },
    { to: '/packages/assessments/standards/standards', icon: 'list', title: texts.standards, mark: null },
  ];
}

module.exports = { viewOf };
