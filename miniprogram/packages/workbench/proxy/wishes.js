// For whom, why and how: as it is typed, as it is kept, and what can be done for a household then.
const days = require('../../../utils/days');
const texts = require('../../../texts/leaders/proxy');

const SIGN_UP = 'sign_up_for_household';
const BLANK = { member: '', reason: '', channel: '' };

/** @param {typeof BLANK} form */
function isComplete({ member, reason, channel }) {
  return member !== '' && reason.trim().length >= 2 && channel !== '';
}

/** @param {typeof BLANK} form @returns {import('../../../services/proxy').OnBehalf} */
function behalfOf({ member, reason, channel }) {
  return { member_id: Number(member), reason: reason.trim(), channel: /** @type {any} */ (channel) };
}

/** @param {import('../../../services/proxy').OnBehalf} behalf */
function formOf({ member_id: member, reason, channel }) {
  return { member: String(member), reason, channel };
}

/** Who it is for and why, in words. @param {string} name @param {import('../../../services/proxy').OnBehalf} behalf */
function acting(name, { reason, channel }) {
  return { title: texts.actingFor(name), why: texts.because(texts.channels[channel], reason) };
}

/** The residents' pages, opened for this household. @param {any} household */
function doors({ id, village_id: village }) {
  return [
    { icon: 'points', title: texts.claim, hint: texts.claimHint, to: `/packages/points/claim/claim?household=${id}` },
    {
      icon: 'bag',
      title: texts.order,
      hint: texts.orderHint,
      to: `/packages/shop/goods/goods?village=${village}&household=${id}`,
    },
  ];
}

/** What this household may be signed up for, at the next shift of each. @param {any[]} activities
 * @param {number | string} id */
function meetings(activities, id) {
  return activities.flatMap((activity) => {
    const open = activity.sessions.filter((/** @type {any} */ { actions }) => actions.includes(SIGN_UP));
    return open.slice(0, 1).map((/** @type {any} */ next) => ({
      to: `/packages/activities/activity/activity?id=${activity.id}&household=${id}`,
      title: activity.title,
      hint: `${days.sayMeeting(next.starts_at)} ${activity.place}`,
    }));
  });
}

module.exports = { BLANK, acting, behalfOf, doors, formOf, isComplete, meetings };
