// For whom, why and how: as it is typed, as it is kept, and what can be done for a household then.
const days = require('../../../utils/days');
const texts = require('../../../texts/leaders/proxy');

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

/** What this household could still go to. @param {any[]} activities @param {number | string} id
 * @param {string} [now] ISO */
function meetings(activities, id, now = new Date().toISOString()) {
  const coming = activities.flatMap((activity) => {
    const next = activity.sessions.map((/** @type {any} */ one) => one.starts_at).filter(isAfter(now)).sort()[0];
    return activity.state === 'published' && next ? [{ activity, next }] : [];
  });
  return coming.map(({ activity, next }) => ({
    to: `/packages/activities/activity/activity?id=${activity.id}&household=${id}`,
    title: activity.title,
    hint: `${days.sayMeeting(next)} ${activity.place}`,
  }));
}

/** @param {string} now ISO */
function isAfter(now) {
  return (/** @type {string} */ moment) => new Date(moment) > new Date(now);
}

module.exports = { BLANK, acting, behalfOf, doors, formOf, isComplete, meetings };
