// From the door plate to the first points: she scans, is let in, answers 18 questions, and sees her points at last.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { answerQuestions, handIn } from '../support/answering.mjs';
import { startStage } from '../support/stage.mjs';

const VISITOR = 'demo-guest-1';
const CHAIR = 'demo-rural-chair';
const ANSWERS = Array(18).fill('yes');

/** @type {import('../support/stage.mjs').Stage} */
let stage;
/** @type {import('../support/phone.mjs').Phone} */
let phone;
let villageId = 0;

before(async () => {
  stage = await startStage();
  const chair = await stage.api(CHAIR);
  villageId = (await chair.get('/me')).offices[0].organisation_id;
  await nextMonth();
  await stage.agree(VISITOR, 'service');
  phone = await stage.openPhone({ person: VISITOR });
});

after(() => stage?.close());

/** A village publishes once a month, and the demo has done so. */
async function nextMonth() {
  const now = new Date(Date.now() + 8 * 3600 * 1000);
  await stage.moveClock(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1, 1)).toISOString());
}

test('the door plate of a household leads a stranger to joining', async () => {
  await phone.scan(stage.code('福禄村 018号户门牌'));

  assert.equal(await phone.route(), 'packages/household/join/join');
});

test('with a join code, a name and a relation she asks to be let in, without a phone number', async () => {
  const chair = await stage.api(CHAIR);
  const plate = await chair.get(`/codes/${stage.code('福禄村 018号户门牌')}`);
  const { code } = await chair.post(`/households/${plate.target_id}/join-codes`);
  await phone.tap('填入户码');
  await phone.fill('入户码', code);
  await phone.fill('您的名字', '冉小满');
  await phone.tap('子女');
  await phone.tap('满18周岁了');
  await phone.tap('申请加入');

  await phone.see('申请已经交了');
});

test('once she is let in, home is her household', async () => {
  const chair = await stage.api(CHAIR);
  const asked = await stage.until(async () => {
    const { items } = await chair.get(`/join-requests?village_id=${villageId}`);
    return items.find((/** @type {any} */ request) => request.name === '冉小满');
  });
  await chair.post(`/join-requests/${asked.id}/approval`);
  await phone.tap('再看一看');
  await phone.see('您已经在一户里了');
  await phone.tap('回首页');

  await phone.see('今年还没自评');
});

test('she answers the 18 standards one by one and hands them in', async () => {
  await phone.tap('开始自评');
  await answerQuestions(phone, ANSWERS);

  await handIn(phone);
});

test('the village confirms, and she is told that hers is a green household', async () => {
  const id = await phone.page.evaluate(() => __preview.pages.at(-1).query.assessment);
  await (await stage.api('demo-rural-executive-1')).post(`/assessments/${id}/confirmation`);
  await phone.tap('回首页');

  await phone.see('全家都出了力，真好。');
});

test('the points stand in the notice first and may be used when it has ended', async () => {
  const assessor = await stage.api('demo-rural-assessor-1');
  const home = (await phone.data()).household;
  const [claim] = (await assessor.get(`/claims?household_id=${home.id}`)).items;
  await assessor.post('/claims/confirmations', { claim_ids: [claim.id] });
  const notice = await (await stage.api(CHAIR)).post(`/villages/${villageId}/points-notices`);
  await phone.launch('/pages/home/home');
  await phone.see(/还有50分在公示，.*能用/);

  await stage.moveClock(`${notice.usable_on}T01:00:00Z`);
  await usable(home.id);
  await phone.restart();
  assert.equal((await phone.data()).points.redeemable, 50);
});

/** The end of a notice is worked off in the background. @param {number} householdId */
async function usable(householdId) {
  const resident = await stage.api(VISITOR);
  for (let tries = 0; tries < 60; tries += 1) {
    if ((await resident.get(`/households/${householdId}/points`)).redeemable === 50) return;
    await phone.page.waitForTimeout(500);
  }
  assert.fail('the points did not become usable');
}
