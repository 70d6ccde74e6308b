// The deeds a household may report now, in their groups, and the form that reports one.
const days = require('../../../utils/days');
const texts = require('../../../texts/points');

const DAY_MS = 24 * 60 * 60 * 1000;

/** @param {any[]} rules the village's rules @returns {{ category: string, title: string, deeds: any[] }[]} */
function groupDeeds(rules) {
  const offered = rules.filter(({ actions }) => actions.includes('claim'));
  const categories = [...new Set(offered.map(({ category }) => category))];
  return categories.map((category) => ({
    category,
    title: texts.categories[/** @type {keyof typeof texts.categories} */ (category)] || category,
    deeds: offered.filter((rule) => rule.category === category).map(deedOf),
  }));
}

/** @param {any} rule */
function deedOf(rule) {
  const isHourly = rule.unit === texts.hour;
  return {
    code: rule.code,
    title: rule.title,
    worth: texts.worth(rule),
    shownBy: rule.evidence.length ? texts.shownBy(rule.evidence) : '',
    takesPhotos: rule.evidence.includes(texts.photoWord),
    quantityMax: rule.quantity_max,
    howMany: isHourly ? texts.howManyHalfHours : texts.howMany(rule.unit),
    unit: isHourly ? texts.halfHour : rule.unit,
  };
}

/** @param {number} [now] milliseconds */
function daysToChoose(now = Date.now()) {
  const today = days.today(now);
  const yesterday = days.today(now - DAY_MS);
  return { today, yesterday };
}

/** The choices of the day, with the chosen one marked. @param {string} deedOn @param {number} [now] */
function dayChoices(deedOn, now = Date.now()) {
  const { today, yesterday } = daysToChoose(now);
  const isOther = Boolean(deedOn) && deedOn !== today && deedOn !== yesterday;
  return [
    { value: today, word: texts.today, hint: days.sayDay(today), isChosen: deedOn === today },
    { value: yesterday, word: texts.yesterday, hint: days.sayDay(yesterday), isChosen: deedOn === yesterday },
    { value: '', word: texts.otherDay, hint: isOther ? days.sayDay(deedOn) : '', isChosen: isOther },
  ];
}

module.exports = { groupDeeds, dayChoices, daysToChoose };
