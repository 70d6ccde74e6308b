// What a new activity can be: kinds in groups, days, and what this phone remembers of the last one.
const days = require('../../../utils/days');
const texts = require('../../../texts/leaders/activities');

const DAYS_OFFERED = 14;
const DAY_MS = 86400000;
const RECENT_MAX = 3;
const USUAL_MINUTES = 120;
const USUAL_CAPACITY = 30;

/** @param {any} type */
function typeLine({ code, name, minutes, needs }) {
  const asked = needs.map((/** @type {keyof typeof texts.needs} */ need) => texts.needs[need]);
  const hints = [texts.hours(minutes / 60), asked.join('，')];
  return { code, name, hint: hints.filter(Boolean).join(' · ') };
}

/** The groups of the catalogue in its order. @param {any[]} types */
function groupsOf(types) {
  const codes = [...new Set(types.map((type) => type.group_code))];
  return codes.map((code) => ({
    code,
    name: texts.groups[/** @type {keyof typeof texts.groups} */ (code)] || texts.otherGroup,
    hint: texts.groupCount(types.filter((type) => type.group_code === code).length),
  }));
}

/** The kinds held last on this phone, newest first. @param {any[]} types @param {any} usual */
function recentOf(types, usual) {
  const codes = (usual && usual.types) || [];
  return codes.flatMap((/** @type {string} */ code) => types.filter((type) => type.code === code)).map(typeLine);
}

/** The next two weeks. @param {number} [now] @returns {{ value: string, word: string, hint: string }[]} */
function daysOffered(now = Date.now()) {
  return Array.from({ length: DAYS_OFFERED }, (_, ahead) => {
    const value = days.today(now + ahead * DAY_MS);
    const day = `${days.sayWeekday(`${value}T00:00:00+08:00`)} ${days.sayDay(value)}`;
    const near = [texts.today, texts.tomorrow][ahead];
    return { value, word: near || day, hint: near ? day : '' };
  });
}

/** The form of a kind, filled with what was usual here. @param {any} type @param {any} usual
 * @param {string} organisation who holds it */
function formFor(type, usual, organisation) {
  const { place, contact, capacity, risk_notes: riskNotes, insurance } = usual || {};
  return {
    type_code: type.code,
    title: type.name,
    place: place || texts.usualPlace,
    contact: contact || organisation,
    capacity: String(capacity || USUAL_CAPACITY),
    content: texts.usualContent(type.name),
    risk_notes: (riskNotes && riskNotes[type.code]) || '',
    insurance: insurance || '',
    day: '',
    time: '',
  };
}

/** Which words people must be told before they come, as the service says of each kind. @param {any} type
 * @returns {Record<string, boolean>} */
function neededFor({ needs }) {
  return Object.fromEntries(needs.map((/** @type {string} */ need) => [need, true]));
}

/** Whether everything that is asked is told. @param {any} form @param {Record<string, boolean>} needed */
function isComplete(form, needed) {
  const asked = ['title', 'place', 'contact', 'content', 'capacity', ...Object.keys(needed)];
  return asked.every((name) => form[name].trim());
}

/** @param {any} form @param {any} type @returns {{ starts_at: string, ends_at: string }} */
function spanOf({ day, time }, type) {
  const start = Date.parse(`${day}T${time}:00+08:00`);
  const end = start + (type.minutes || USUAL_MINUTES) * 60000;
  return { starts_at: new Date(start).toISOString(), ends_at: new Date(end).toISOString() };
}

/** The draft as the service takes it. @param {number} village @param {any} form @param {any} type */
function draftOf(village, form, type) {
  const needed = neededFor(type);
  return {
    village_id: village,
    type_code: type.code,
    title: form.title.trim(),
    place: form.place.trim(),
    content: form.content.trim(),
    contact: form.contact.trim(),
    risk_notes: (needed.risk_notes && form.risk_notes.trim()) || null,
    insurance: (needed.insurance && form.insurance.trim()) || null,
    sessions: [{ ...spanOf(form, type), capacity: Number(form.capacity) }],
  };
}

/** What the phone remembers after this one. @param {any} usual @param {any} form */
function remembered(usual, form) {
  const { types = [], risk_notes: riskNotes = {} } = usual || {};
  const others = types.filter((/** @type {string} */ code) => code !== form.type_code);
  return {
    place: form.place,
    contact: form.contact,
    capacity: form.capacity,
    insurance: form.insurance,
    risk_notes: { ...riskNotes, [form.type_code]: form.risk_notes },
    types: [form.type_code, ...others].slice(0, RECENT_MAX),
  };
}

module.exports = {
  daysOffered,
  draftOf,
  formFor,
  groupsOf,
  isComplete,
  neededFor,
  recentOf,
  remembered,
  spanOf,
  typeLine,
};
