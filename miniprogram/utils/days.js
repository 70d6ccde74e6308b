// Says days and moments the way people do, in Chongqing's time whatever the phone is set to.

const texts = require('../texts/days');

const CHONGQING_MS = 8 * 60 * 60 * 1000;

/** @param {string | number} instant ISO text or milliseconds @returns {Date} read it with getUTC… */
function inChongqing(instant) {
  return new Date(new Date(instant).getTime() + CHONGQING_MS);
}

/** @param {number} [now] milliseconds @returns {string} the civil date, YYYY-MM-DD */
function today(now = Date.now()) {
  return inChongqing(now).toISOString().slice(0, 10);
}

/** 12月2日, with the year only when it is another year. @param {string | null} date YYYY-MM-DD */
function sayDay(date, on = today()) {
  if (!date) return '';
  const [year, month, day] = date.split('-').map(Number);
  return date.slice(0, 4) === on.slice(0, 4) ? texts.day(month, day) : texts.dayOfYear(year, month, day);
}

/** The day of a moment: 12月2日. @param {string} instant ISO text */
function sayDayOf(instant) {
  return sayDay(inChongqing(instant).toISOString().slice(0, 10));
}

/** 周六. @param {string} instant ISO text */
function sayWeekday(instant) {
  return texts.weekdays[inChongqing(instant).getUTCDay()];
}

/** 14:00. @param {string} instant ISO text */
function sayTime(instant) {
  return inChongqing(instant).toISOString().slice(11, 16);
}

/** 12月2日 14:00. @param {string | null} instant ISO text */
function sayMoment(instant) {
  return instant ? `${sayDayOf(instant)} ${sayTime(instant)}` : '';
}

/** 12月2日 周六 14:00. @param {string} instant ISO text */
function sayMeeting(instant) {
  return `${sayDayOf(instant)} ${sayWeekday(instant)} ${sayTime(instant)}`;
}

module.exports = { today, sayDay, sayDayOf, sayMeeting, sayMoment, sayTime, sayWeekday };
