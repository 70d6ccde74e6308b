// 18 answers on a bad line, on an old woman's phone: 320 px wide, the largest letters, 长辈版. It is cut off twice and
// restarted once; nothing is lost and nothing arrives twice.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { answerQuestions, handIn, question } from '../support/answering.mjs';
import { startStage } from '../support/stage.mjs';

const RESIDENT = 'demo-rural-household-004';
const FIRST = ['yes', 'yes', 'na', 'yes'];
const CUT = ['no', 'yes', 'yes'];
const BACK = ['yes', 'yes', 'yes', 'yes'];
const CUT_AGAIN = ['no', 'yes'];
const LAST = ['yes', 'yes', 'yes', 'yes', 'yes'];

/** @type {import('../support/stage.mjs').Stage} */
let stage;
/** @type {import('../support/phone.mjs').Phone} */
let phone;
let assessmentId = '';

before(async () => {
  stage = await startStage();
  phone = await stage.openPhone({ person: RESIDENT, elder: true, fontSizeSetting: 24, width: 320, height: 640 });
});

after(() => stage?.close());

/** What the service knows. */
async function served() {
  return (await stage.api(RESIDENT)).get(`/assessments/${assessmentId}`);
}

test('answers given on a good line are at the service', async () => {
  await phone.tap('开始自评');
  await answerQuestions(phone, FIRST);
  assessmentId = await phone.page.evaluate(() => __preview.pages.at(-1).query.assessment);

  assert.equal((await served()).answered, FIRST.length);
});

test('without the line her answers stay in the phone, and it says so', async () => {
  await phone.network('off');
  await answerQuestions(phone, CUT);

  await phone.see(/有3条已存在手机里，等网络好了自动送/);
  assert.equal((await served()).answered, FIRST.length);
});

test('a phone that was switched off goes on where she was, still without the line', async () => {
  await phone.restart();
  await phone.launch('/pages/home/home');
  await phone.tap('接着答');

  assert.equal((await question(phone)).progress, `第${FIRST.length + CUT.length + 1}条，共18条`);
});

test('the line is back: what waited is sent by itself', async () => {
  await phone.network('on');
  await phone.page.waitForFunction(() => !wx.getStorageSync('outbox:acts').length);
  await answerQuestions(phone, BACK);

  assert.equal((await served()).answered, FIRST.length + CUT.length + BACK.length);
});

test('a second cut loses nothing either', async () => {
  await phone.network('off');
  await answerQuestions(phone, CUT_AGAIN);
  await phone.network('on');
  await phone.page.waitForFunction(() => !wx.getStorageSync('outbox:acts').length);
  await answerQuestions(phone, LAST);
  await handIn(phone);
});

test('the service has all 18 as she gave them, each of them sent once', async () => {
  const { clauses, state } = await served();
  const given = [...FIRST, ...CUT, ...BACK, ...CUT_AGAIN, ...LAST];
  const sent = phone.requests.filter((address) => address.includes('/answers/'));

  assert.equal(state, 'submitted');
  assert.deepEqual(clauses.map((/** @type {any} */ clause) => clause.answer), given);
  assert.equal(sent.length, given.length);
  assert.equal(new Set(sent).size, given.length);
});
