// The page of a code: how it is revoked, with or without a new one, and how a first or a new one is made.
import assert from 'node:assert/strict';
import { afterEach, before, test } from 'node:test';
import { buildPhone, JsdomPhone } from '../support/jsdom-phone.mjs';
import { ServiceDouble } from '../support/service-double.mjs';

const CODE = 'packages/workbench/codes/codes?kind=door_plate&target=9';
const VALID = { id: 2, kind: 'door_plate', target_id: 9, revoked_at: null, reason: null };
const REVOKED = { id: 1, kind: 'door_plate', target_id: 9, reason: 'lost' };

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

/** @param {Record<string, any>} answers */
async function open(answers) {
  service = new ServiceDouble(answers);
  phone = new JsdomPhone(built, service, { url: CODE });
  await phone.ready();
}

/** What was sent to change something. */
const sent = () => service.asked('POST').map(({ path, data }) => ({ path, data }));

test('a code is revoked for a reason, after a question; a new one stands there at once', async () => {
  await open({ 'GET /codes': { items: [VALID, REVOKED] }, 'POST /codes/{code_id}/reissue': { ...VALID, id: 3 } });
  phone.tap('停用');
  await phone.see('为什么停用？');
  phone.tap('丢了');
  await phone.see('要不要换一张新的？');
  phone.tap('停用');
  await phone.see('停用后旧码马上失效，要重新打印贴上。');
  phone.tap('停用');
  await phone.see('换好了，这是新码。');
  assert.deepEqual(sent(), [{ path: '/codes/2/reissue', data: { reason: 'lost' } }]);
});

test('where no code is valid, a new one is made by a tap only', async () => {
  await open({ 'GET /codes': { items: [REVOKED] } });
  assert.ok(phone.words.includes('现在没有能用的码'));
  assert.deepEqual(sent(), []);
  phone.tap('做一个新码');
  await phone.until(() => sent().length);
  assert.deepEqual(sent()[0], { path: '/codes', data: { kind: 'door_plate', target_id: 9 } });
});

test('where there was never a code, it is made at once', async () => {
  await open({ 'GET /codes': { items: [] }, 'POST /codes': VALID });
  assert.deepEqual(sent().map(({ path }) => path), ['/codes']);
  assert.ok(phone.words.includes('现在用的'));
});
