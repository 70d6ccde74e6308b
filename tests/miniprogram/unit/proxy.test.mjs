// Acting for a household: what is done there says for whom, only there, and only until the day is over.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { plainPhone } from '../support/plain-phone.mjs';

const BEHALF = { member_id: 7, reason: '家里没有智能手机。', channel: 'in_person' };
const WANTED = { label: '报积分', path: '/claims', data: { household_id: 9 } };

let proxy;
beforeEach(() => {
  proxy = plainPhone().load('services/proxy.js');
});

test('an act for the household says for whom; others stay as they are', () => {
  proxy.begin(9, BEHALF, '蒲秀英');
  assert.deepEqual(proxy.inNameOf('9', WANTED), { ...WANTED, data: { household_id: 9, on_behalf: BEHALF } });
  assert.equal(proxy.inNameOf(8, WANTED), WANTED);
  assert.equal(proxy.inNameOf(undefined, WANTED), WANTED);
  assert.equal(proxy.nameOf(9), '蒲秀英');
});

test('it ends when the leader says so', () => {
  proxy.begin(9, BEHALF, '蒲秀英');
  proxy.end(9);
  assert.equal(proxy.onBehalfOf(9), null);
});

test('it ends with the day', (t) => {
  proxy.begin(9, BEHALF, '蒲秀英');
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 24 * 60 * 60 * 1000 });
  assert.equal(proxy.onBehalfOf(9), null);
});

test('a page opened for a household is about that one, else about my own', async () => {
  const me = { person_id: 1, household_id: 5, household_label: '我家', village_id: 4, village_name: '福禄村' };
  const answers = { '/me': me, '/households/9': { id: 9, label: '蒲** · 三组', village_id: 4, village_name: '福禄村' } };
  const phone = plainPhone({
    answer: ({ path }) => ({ status: 200, data: path === '/sessions' ? { token: 't' } : answers[path] }),
  });
  const { served } = phone.load('services/proxy.js');
  assert.equal((await served({})).household_id, 5);
  assert.equal((await served({ household: '9' })).household_label, '蒲** · 三组');
});
