// Her sign-in ends while she answers: the phone signs in again by itself, and she notices nothing.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { answerQuestions } from '../support/answering.mjs';
import { startStage } from '../support/stage.mjs';

const RESIDENT = 'demo-rural-household-002';

/** @type {import('../support/stage.mjs').Stage} */
let stage;
/** @type {import('../support/phone.mjs').Phone} */
let phone;

before(async () => {
  stage = await startStage();
  phone = await stage.openPhone({ person: RESIDENT });
});

after(() => stage?.close());

/** End the sign-in of the phone at the service, as somebody who lost it would. */
async function endSignIn() {
  const token = await phone.page.evaluate(() => wx.getStorageSync('session:token'));
  const headers = { Authorization: `Bearer ${token}`, 'Idempotency-Key': crypto.randomUUID() };
  const answer = await fetch(`${stage.system.service}/api/v1/sessions/current`, { method: 'DELETE', headers });
  assert.ok(answer.ok);
}

const signIns = () => phone.requests.filter((address) => address.endsWith('/sessions')).length;

test('an answer given after the sign-in has ended arrives all the same', async () => {
  await phone.tap('开始自评');
  await answerQuestions(phone, ['yes', 'yes']);
  const before = signIns();
  await endSignIn();
  await answerQuestions(phone, ['yes', 'no']);
  await phone.see('这一条存好了。');

  assert.equal(signIns(), before + 1);
  const id = await phone.page.evaluate(() => __preview.pages.at(-1).query.assessment);
  assert.equal((await (await stage.api(RESIDENT)).get(`/assessments/${id}`)).answered, 4);
});

test('a page that asks several things at once signs in once', async () => {
  const before = signIns();
  await endSignIn();
  await phone.launch('/packages/household/household/household');
  await phone.see('家里的人');

  assert.equal(signIns(), before + 1);
});

test('her other phone is signed out from this one, which stays', async () => {
  const other = await stage.api(RESIDENT);
  await other.get('/me');
  const before = signIns();
  await phone.launch('/pages/me/me');
  await phone.tap('退出别的手机');
  await phone.tap('退出');
  await phone.see('别的手机都退出了');

  await assert.rejects(other.get('/me'), /401/);
  assert.equal(signIns(), before);
});
