// Feedback goes to the village of the household; without one, to the village of an office; without either, to nobody.
import assert from 'node:assert/strict';
import { afterEach, before, test } from 'node:test';
import { buildPhone, JsdomPhone } from '../support/jsdom-phone.mjs';
import { ServiceDouble } from '../support/service-double.mjs';

const URL = 'packages/me/feedback/feedback';
const OFFICE = { role: 'village_executive', level: 'village', organisation_id: 6 };
const TOWN = { role: 'town_officer', level: 'town', organisation_id: 2 };
const WRITE = '写一条';

/** @type {import('../support/jsdom-phone.mjs').Built} */
let built;
/** @type {JsdomPhone} */
let phone;
/** @type {ServiceDouble} */
let service;
before(async () => {
  built = await buildPhone();
});
afterEach(() => phone.close());

/** @param {number | null} household @param {any[]} offices */
async function open(household, offices) {
  const me = { household_id: household, offices, join_request: null };
  service = new ServiceDouble({ 'GET /me': me, 'GET /feedback': { items: [] } });
  phone = new JsdomPhone(built, service, { url: URL });
  await phone.ready();
}

/** @returns {Promise<any>} what the service was sent */
async function sent() {
  phone.tap(WRITE);
  phone.tap('建议');
  phone.type('textarea', '村口加一盏灯');
  phone.tap('交给村（社区）妇联');
  await phone.until(() => service.asked('POST').length === 1);
  return service.asked('POST')[0].data;
}

test('a member writes for her household, whatever office she holds', async () => {
  await open(3, [OFFICE]);
  assert.equal((await sent()).village_id, undefined);
});

test('who holds an office and has no household writes to its village', async () => {
  await open(null, [TOWN, OFFICE]);
  assert.equal((await sent()).village_id, OFFICE.organisation_id);
});

test('who belongs nowhere yet is told how to belong', async () => {
  await open(null, []);
  assert.ok(!phone.words.includes(WRITE));
  assert.ok(phone.words.includes('先加入一户'));
});
