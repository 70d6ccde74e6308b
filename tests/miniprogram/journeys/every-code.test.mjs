// Every printed code leads each person to her own page, without a form first.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStage } from '../support/stage.mjs';

const [HOME, JOIN] = ['pages/home/home', 'packages/household/join/join'];
const [PLATE, CARD, SHOP, ACTIVITY] = ['福禄村 001号户门牌', '福禄村 002号户积分卡', '福禄村 积分超市', '福禄村 活动'];

/** who scans what, and where she comes to */
const SCANS = [
  ['demo-somebody-new', PLATE, JOIN],
  ['demo-somebody-new', '福禄村 018号户的入户码', JOIN],
  ['demo-somebody-new', SHOP, 'packages/shop/goods/goods'],
  ['demo-rural-household-001', PLATE, HOME],
  ['demo-rural-household-001', ACTIVITY, 'packages/activities/activity/activity'],
  ['demo-rural-household-002', CARD, HOME],
  ['demo-rural-household-001', CARD, JOIN],
  ['demo-rural-executive-1', PLATE, 'packages/workbench/household/household'],
  ['demo-rural-executive-1', CARD, 'packages/workbench/proxy/proxy'],
  ['demo-rural-shopkeeper', SHOP, 'packages/desk/desk/desk'],
  ['demo-rural-shopkeeper', CARD, 'packages/desk/desk/desk'],
];

/** @type {import('../support/stage.mjs').Stage} */
let stage;

before(async () => {
  stage = await startStage();
});

after(() => stage?.close());

for (const [person, code, page] of SCANS) {
  test(`${person} scans ${code}`, async () => {
    const phone = await stage.openPhone({ person });
    await phone.scan(stage.code(code));

    assert.equal(await phone.route(), page);
  });
}

test('a leader who scans an activity chooses between its page and its roll', async () => {
  const phone = await stage.openPhone({ person: 'demo-rural-executive-1' });
  await phone.scan(stage.code(ACTIVITY));
  await phone.see('您要做什么');
  await phone.tap('看这个活动');

  assert.equal(await phone.route(), 'packages/activities/activity/activity');
});

test('a code nobody printed is told in words, and home is one tap away', async () => {
  const phone = await stage.openPhone({ person: 'demo-somebody-new' });
  await phone.scan('AAAABBBBCCCCDDDD');
  await phone.see('扫别的码');
  await phone.tap('回首页');

  assert.equal(await phone.route(), HOME);
});
