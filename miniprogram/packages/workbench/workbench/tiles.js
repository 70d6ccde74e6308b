// Which page each pile of work opens, and which doors stand open all the time.
const { villageOf } = require('../../../utils/offices');
const texts = require('../../../texts/leaders/workbench');

const ROOT = '/packages/workbench';

/** pile → [icon, page] */
const PAGES = /** @type {Record<string, [string, string]>} */ ({
  claims_to_confirm: ['points', `${ROOT}/claims/claims`],
  assessments_to_review: ['list', `${ROOT}/reviews/reviews`],
  join_requests: ['family', `${ROOT}/joins/joins`],
  rolls_to_call: ['people', '/packages/organise/activities/activities'],
  in_person_messages: ['megaphone', `${ROOT}/tell/tell`],
  orders_waiting: ['bag', '/packages/desk/desk/desk'],
  notice_to_publish: ['bell', `${ROOT}/publish/publish`],
  feedback_to_answer: ['pencil', `${ROOT}/replies/replies`],
  texts_to_decide: ['text', `${ROOT}/texts/texts`],
  photos_to_decide: ['photo', `${ROOT}/photos/photos`],
  corrections_to_decide: ['person', `${ROOT}/corrections/corrections`],
  reports_to_decide: ['flag', `${ROOT}/reports/reports`],
});

/** Piles that an office above the villages asks for by its own name. */
const OF_OFFICE = ['feedback_to_answer', 'corrections_to_decide'];

/** Doors that need no pile: [permission, icon, page, title, hint] */
const DOORS = [
  ['household:register', 'family', `${ROOT}/households/households`, texts.households, texts.householdsHint],
  ['activity:organise', 'calendar', '/packages/organise/activities/activities', texts.activities, texts.activitiesHint],
  ['rule:adopt', 'list', `${ROOT}/rules/rules`, texts.rules, texts.rulesHint],
  ['data:export', 'text', `${ROOT}/exports/exports`, texts.exports, texts.exportsHint],
  ['relative:declare', 'people', `${ROOT}/relatives/relatives`, texts.relatives, texts.relativesHint],
];

/** @param {any} tile @param {any} office from which it is looked at */
function pile(tile, office) {
  const [icon, page] = PAGES[tile.key];
  const place = tile.village_id || (OF_OFFICE.includes(tile.key) ? office.organisation_id : null);
  return {
    icon,
    title: tile.title,
    word: texts.count(tile.count),
    tone: tile.count ? 'attention' : 'good',
    to: place ? `${page}?village=${place}` : page,
  };
}

/** @param {any} me */
function doors(me) {
  const village = villageOf(me.offices);
  if (!village) return [];
  const open = DOORS.filter(([permission]) => me.permissions.includes(permission)).map(
    ([, icon, page, title, hint]) => ({ icon, title, hint, to: `${page}?village=${village}` }),
  );
  return me.permissions.includes('code:issue') ? [...open, ...codeDoors(village)] : open;
}

/** @param {number} village */
const codeDoors = (village) => [
  { icon: 'print', title: texts.prints, hint: texts.printsHint, to: `${ROOT}/prints/prints?village=${village}` },
  {
    icon: 'box',
    title: texts.shopCode,
    hint: texts.shopCodeHint,
    to: `${ROOT}/codes/codes?kind=shop&target=${village}`,
  },
];

/** @param {number | null} id of a village, null above the villages @param {any[]} offices */
function officeAt(id, offices) {
  return offices.find((office) => (id ? office.organisation_id === id : office.level !== 'village'));
}

/** Grouped by where they are: an officer may serve more than one village. @param {any[]} tiles @param {any[]} offices */
function places(tiles, offices) {
  const ids = [...new Set(tiles.map((tile) => tile.village_id))];
  return ids.map((id) => {
    const here = tiles.filter((tile) => tile.village_id === id && PAGES[tile.key]);
    here.sort((one, other) => Number(other.count > 0) - Number(one.count > 0));
    const office = officeAt(id, offices);
    return { name: office.organisation_name, piles: here.map((tile) => pile(tile, office)) };
  });
}

module.exports = { doors, places };
