// What a page offers is what the service says this person may do, not what her office is called.
import assert from 'node:assert/strict';
import { afterEach, before, test } from 'node:test';
import { buildPhone, JsdomPhone } from '../support/jsdom-phone.mjs';
import { ServiceDouble } from '../support/service-double.mjs';

const ME = 'pages/me/me';
const ORGANISE = 'packages/organise/activities/activities?village=1';
const VILLAGE = { role: 'village_executive', level: 'village', organisation_id: 1 };
const TOWN = { role: 'town_officer', level: 'town', organisation_id: 2 };

/** @type {import('../support/jsdom-phone.mjs').Built} */
let built;
/** @type {JsdomPhone} */
let phone;
before(async () => {
  built = await buildPhone();
});
afterEach(() => phone.close());

/** @param {string} url @param {any[]} offices @param {string[]} permissions */
async function open(url, offices, permissions) {
  const me = { offices, permissions, join_request: null };
  phone = new JsdomPhone(built, new ServiceDouble({ 'GET /me': me }), { url });
  await phone.ready();
}

for (const [who, offices, permissions, shown] of /** @type {const} */ ([
  ['a resident', [], ['claim:submit'], [false, false]],
  ['an officer of the town', [TOWN], ['feedback:read'], [true, false]],
  ['who hands out goods', [VILLAGE], ['order:fulfil'], [true, true]],
])) {
  test(`workbench and counter on “我的”: ${who}`, async () => {
    await open(ME, [...offices], [...permissions]);
    assert.deepEqual(['干部工作台', '积分超市柜台'].map((word) => phone.words.includes(word)), shown);
  });
}

test('who calls the roll but organises nothing is not offered a new activity', async () => {
  await open(ORGANISE, [VILLAGE], ['roll-call:make']);
  assert.ok(!phone.words.includes('办一个新活动'));
});

test('who organises is offered a new activity', async () => {
  await open(ORGANISE, [VILLAGE], ['activity:organise']);
  assert.ok(phone.words.includes('办一个新活动'));
});
