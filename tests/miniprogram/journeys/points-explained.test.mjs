// A household reports a deed, and asks why it has the points it has.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStage } from '../support/stage.mjs';

const HOUSEHOLD = 'demo-rural-household-001';
const GUEST = 'demo-guest-1';

/** @type {import('../support/stage.mjs').Stage} */
let stage;

before(async () => {
  stage = await startStage();
});
after(() => stage?.close());

test('every point tells its rule, its office and its notice', async () => {
  const phone = await stage.openPhone({ person: HOUSEHOLD, path: '/pages/points/points' });
  await phone.see('可以换东西');
  await phone.see('换东西先留着');
  await phone.miss('待抵');
  await phone.tap('看全部');
  await phone.tap('庭院/阳台绿化达标');
  await phone.see(/每户20分，每半年最多20分/);
  await phone.see(/^妇联主席，/);
  await phone.tap('念给我听');
  const [spoken] = await phone.page.evaluate(() => __preview.spoken);
  assert.match(spoken, /^为什么有这20分。庭院\/阳台绿化达标。已生效。按哪一条：/);
  await phone.tap('看这次公示');
  await phone.see('一共36笔');
  await phone.see('唐** · 五组');
  await phone.miss('唐志强');
});

test('a claim survives a restart half written and is reported once', async () => {
  const phone = await stage.openPhone({ person: HOUSEHOLD, path: '/pages/points/points' });
  await phone.tap('我要申报');
  await phone.tap('旧物改造/闲置交换');
  await phone.tap(/^昨天/);
  await phone.tap('多一个 旧物改造/闲置交换');
  await phone.fill(/还想说一句/, '旧轮胎做了花盆');
  await phone.restart();
  await phone.launch('/packages/points/claim/claim');
  assert.equal((await phone.data()).form.note, '旧轮胎做了花盆');
  await phone.tap('报上去');
  await phone.see('报上了，等确认');
  await phone.tap('知道了');
  await phone.see('旧物改造/闲置交换');
  await phone.tap('旧物改造/闲置交换');
  await phone.see('旧轮胎做了花盆');
  await phone.see('还没有人确认。');
});

test('a refusal stands on the form in the words of the service', async () => {
  const phone = await stage.openPhone({ person: HOUSEHOLD, path: '/packages/points/claim/claim' });
  await phone.tap('旧物改造/闲置交换');
  await phone.tap(/^昨天/);
  await phone.tap('报上去');
  await phone.see(/报过/);
  assert.equal(await phone.route(), 'packages/points/claim/claim');
});

test('who belongs to no household is told how to join', async () => {
  const phone = await stage.openPhone({ person: GUEST, path: '/pages/points/points' });
  await phone.see('先加入您家');
  await phone.tap('加入我家');
  assert.equal(await phone.route(), 'packages/household/join/join');
});
