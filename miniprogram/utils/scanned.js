// From what was scanned to the page that is hers.
const { open, tell } = require('./screen');
const { rollPage } = require('./activity-lines');
const days = require('./days');
const texts = require('../texts/scan');

const SCENE = /^[0-9A-Za-z_-]{1,32}$/;

/**
 * The page of what was scanned, or null when it is no code of ours: our codes carry a scene, in the path WeChat
 * reads from a mini-program code or as plain text in a QR picture. What a scene is only the service knows.
 * @param {{ path?: string, result?: string }} scanned as wx.scanCode gives it
 * @returns {string | null}
 */
function pageOf({ path = '', result = '' }) {
  const inPath = /[?&]scene=([^&#]+)/.exec(path || result);
  const scene = inPath ? decoded(inPath[1]) : result.trim();
  return SCENE.test(scene) ? `/pages/scan/scan?scene=${scene}` : null;
}

/** Anybody's code may be held before the camera. @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** Open what wx.scanCode read. @param {{ path?: string, result?: string }} scanned @param {(url: string) => void} [go] */
async function openScanned(scanned, go = open) {
  const page = pageOf(scanned);
  if (page) go(page);
  else await tell(texts.notOursTitle, texts.notOurs);
}

/** @type {Record<string, Record<string, (opened: any) => { word: string, to: string }[]>>} kind → action → ways */
const WAYS = {
  door_plate: {
    answer_standards: () => [{ word: texts.myHome, to: '/pages/home/home' }],
    open_household: ({ target_id: id }) => [
      { word: texts.household, to: `/packages/workbench/household/household?id=${id}` },
    ],
    ask_to_join: () => [{ word: texts.join, to: '/packages/household/join/join' }],
  },
  card: {
    open_home: () => [{ word: texts.myHome, to: '/pages/home/home' }],
    act_for: ({ target_id: id }) => [{ word: texts.actFor, to: `/packages/workbench/proxy/proxy?household=${id}` }],
    open_orders: ({ target_id: id }) => [{ word: texts.desk, to: `/packages/desk/desk/desk?household=${id}` }],
    ask_to_join: () => [{ word: texts.join, to: '/packages/household/join/join' }],
  },
  shop: {
    open_desk: ({ target_id: id }) => [{ word: texts.desk, to: `/packages/desk/desk/desk?village=${id}` }],
    order: ({ target_id: id }) => [{ word: texts.goods, to: `/packages/shop/goods/goods?village=${id}` }],
    look: ({ target_id: id }) => [{ word: texts.goods, to: `/packages/shop/goods/goods?village=${id}` }],
  },
  voucher: {
    hand_over: ({ scene, facts }) => [
      { word: texts.handOver, to: `/packages/desk/desk/desk?village=${facts.village_id}&voucher=${scene}` },
    ],
    open_order: ({ target_id: id }) => [{ word: texts.order, to: `/packages/shop/order/order?id=${id}` }],
  },
  join: {
    ask_to_join: ({ scene }) => [{ word: texts.join, to: `/packages/household/join/join?code=${scene}` }],
  },
  activity: {
    call_roll: ({ facts }) => facts.shifts.map((/** @type {any} */ shift) => rollOf(shift, facts.title)),
    open_activity: ({ target_id: id }) => [
      { word: texts.activity, to: `/packages/activities/activity/activity?id=${id}` },
    ],
  },
};

/** Kinds of which only the first way is taken. */
const SINGLE = ['door_plate', 'card', 'voucher'];

/** @param {{ id: number, starts_at: string }} shift @param {string} title */
function rollOf(shift, title) {
  const when = days.sayMeeting(shift.starts_at);
  return { word: texts.roll(when), to: rollPage(shift.id, title, when) };
}

/**
 * Where a scan may lead this person: one way is gone at once, of several she chooses. Member before leader: her own
 * door plate is her home.
 * @param {{ kind: string, scene: string, target_id: number | null, facts: any, actions: string[] }} code
 */
function ways(code) {
  const known = WAYS[code.kind];
  const offered = Object.keys(known).filter((action) => code.actions.includes(action));
  const single = SINGLE.includes(code.kind) ? offered.slice(0, 1) : offered;
  return single.reduce((all, action) => [...all, ...known[action](code)], /** @type {any[]} */ ([]));
}

module.exports = { openScanned, pageOf, ways };
