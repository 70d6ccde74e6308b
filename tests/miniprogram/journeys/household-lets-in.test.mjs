// A household without any office: it gives out a join code and lets its own people in.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStage } from '../support/stage.mjs';

const HEAD = 'demo-rural-household-001';
const NEWCOMER = 'demo-guest-2';

/** @type {import('../support/stage.mjs').Stage} */
let stage;
/** @type {import('../support/phone.mjs').Phone} */
let phone;

before(async () => {
  stage = await startStage();
  phone = await stage.openPhone({ person: HEAD });
  await phone.launch('/packages/household/household/household');
});

after(() => stage?.close());

test('a join code is shown large, and read aloud sign by sign', async () => {
  await phone.tap('发一个入户码');
  const { code } = (await phone.data()).invitation;
  await phone.see(code);
  await phone.tap('念给我听');

  const spoken = await phone.page.evaluate(() => __preview.spoken.at(-1));
  assert.equal(spoken.replace(/[^A-Z0-9]/g, ''), code);
});

test('with it somebody asks, and the head says who she is before letting her in', async () => {
  const { code } = (await phone.data()).invitation;
  await stage.agree(NEWCOMER, 'service');
  const newcomer = await stage.api(NEWCOMER);
  await newcomer.post('/join-requests', { code, name: '来了的人', relation: 'other' });
  await stage.until(async () => (await newcomer.get('/me')).join_request.name_state === 'passed');
  await phone.restart();
  await phone.launch('/packages/household/household/household');
  await phone.see('来了的人');
  await phone.tap('同意来了的人加入');
  await phone.tap('名单上没有，是新成员');
  await phone.tap('就是这个人，同意加入');
  await phone.tap('知道了');

  const me = await (await stage.api(NEWCOMER)).get('/me');
  assert.equal(me.household_id, (await (await stage.api(HEAD)).get('/me')).household_id);
});

test('the other one is refused only after she was asked', async () => {
  const [{ id, refuseWho }] = (await phone.data()).requests;
  await phone.tap(refuseWho);
  await phone.see('不同意吗？');
  await phone.tap('不了');
  assert.equal((await phone.data()).requests[0].id, id);

  await phone.tap(refuseWho);
  await phone.tap(phone.page.getByText('不同意', { exact: true }).last());
  assert.deepEqual((await phone.data()).requests, []);
});
