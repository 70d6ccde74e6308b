// A leader holds an activity: six taps at most from the list of activities to the published one.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStage } from '../support/stage.mjs';

const LIST = '/packages/organise/activities/activities';
const TAPS_MAX = 6;

/** @type {import('../support/stage.mjs').Stage} */
let stage;
/** @type {import('../support/phone.mjs').Phone} */
let phone;
// Signed in once: she looks again and again.
/** @type {Awaited<ReturnType<import('../support/stage.mjs').Stage['api']>>} */
let resident;

before(async () => {
  stage = await startStage();
  resident = await stage.api('demo-rural-household-001');
  phone = await stage.openPhone({ person: 'demo-rural-chair', path: LIST });
});

after(() => stage?.close());

/** The newest activity as everybody in the village sees it: once its words have passed their check. */
async function newest() {
  const { village_id: village } = await resident.get('/me');
  return (await resident.get(`/activities?village_id=${village}&size=1`)).items[0];
}

/** The newest once the worker has had this one checked. @param {string} title */
const newestCalled = (title) =>
  stage.until(async () => {
    const activity = await newest();
    return activity.title === title ? activity : null;
  });

test('kind, day and time are chosen, the rest is there already', async () => {
  const before = phone.taps;
  await phone.tap('办一个新活动');
  await phone.tap('光盘与垃圾分类');
  await phone.tap('旧物改造');
  await phone.tap('明天');
  await phone.tap('下午2点');
  await phone.see('14:00到16:00');
  await phone.tap('发布');
  const taps = phone.taps - before;
  await phone.see('发布好了');

  assert.ok(taps <= TAPS_MAX, `it took ${taps} taps`);
  const activity = await newestCalled('旧物改造');
  assert.match(activity.sessions[0].starts_at, /T06:00:00/);
  await phone.tap('知道了');
  await phone.see('报名0人，名额30个');
});

test('the next one begins with the kind held last, where and with whom it was', async () => {
  await phone.tap('办一个新活动');
  await phone.see('上次办过的');
  await phone.tap('旧物改造');
  await phone.tap('明天');
  await phone.tap('上午9点');
  await phone.tap('改一改');
  await phone.fill('在哪里', '王家院坝');
  await phone.tap('先不发布');
  await phone.see('现在只有妇联干部看得到，想好了再发布。');
  await phone.tap('知道了');
  await phone.see('还没发布');
  await phone.see('王家院坝');
  assert.notEqual((await newest()).place, '王家院坝');

  await phone.tap('办一个新活动');
  await phone.tap('旧物改造');
  await phone.tap('明天');
  await phone.tap('晚上7点');
  await phone.see('王家院坝');
});

test('work at the river is published only with its warning and insurance', async () => {
  await phone.launch(LIST);
  await phone.tap('办一个新活动');
  await phone.see('看一看，就发布');
  for (const _ of ['time', 'day', 'group']) await phone.tap('上一步');
  await phone.tap('护河护水');
  await phone.tap('巾帼志愿河长巡河');
  await phone.tap('明天');
  await phone.tap('上午9点');
  assert.ok(await phone.find('发布').isDisabled());
  await phone.fill('风险提示', '河边路滑，穿防滑鞋，两人一组。');
  await phone.fill('保险说明', '村里已买人身意外险，保到年底。');
  await phone.tap('发布');
  await phone.see('发布好了');
  await phone.tap('知道了');

  const { risk_notes: riskNotes } = await newestCalled('巾帼志愿河长巡河');
  assert.equal(riskNotes, '河边路滑，穿防滑鞋，两人一组。');
});
