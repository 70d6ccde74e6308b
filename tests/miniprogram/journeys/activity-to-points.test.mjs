// From the last free place to points in notice: sign up, wait, move up, be called, or simply come along.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStage } from '../support/stage.mjs';

const SMALL = '书香润万家亲子阅读';
const PROMOTED = 'demo-rural-household-004';
const PLACE_HOLDER = 'demo-rural-household-001';
const LATE = 'demo-rural-household-007';
const WALK_IN = '012';

/** @type {import('../support/stage.mjs').Stage} */
let stage;
/** @type {any} */
let shift;

before(async () => {
  stage = await startStage();
  const resident = await stage.api(PLACE_HOLDER);
  const { village_id: village } = await resident.get('/me');
  const { items } = await resident.get(`/activities?village_id=${village}`);
  shift = items.find((/** @type {any} */ { title }) => title === SMALL).sessions[0];
});

after(() => stage?.close());

/** @param {string} person */
async function inNotice(person) {
  const resident = await stage.api(person);
  const { household_id: household } = await resident.get('/me');
  return (await resident.get(`/households/${household}/points`)).in_notice;
}

test('who comes when all places are taken gets a number, and hears it', async () => {
  const phone = await stage.openPhone({ person: LATE, path: '/pages/activities/activities' });
  await phone.tap(SMALL);
  await phone.see('名额满了，可以候补');
  await phone.tap('报名');
  const { members } = await phone.data();
  if (members.length > 1) await phone.tap(members[0].name);
  await phone.tap(new RegExp(`^给${members[0].name}排候补$`));
  await phone.see(/排在候补第3位/);
  await phone.tap('知道了');
  await phone.see('候补第3位');
  await phone.launch('/pages/activities/activities');
  await phone.see('我家报的名');
  await phone.see('候补第3位');
});

test('a place given back goes to the first who waits', async () => {
  const waiting = await stage.openPhone({ person: PROMOTED, path: '/packages/activities/sign-ups/sign-ups' });
  await waiting.see('候补第1位');

  const phone = await stage.openPhone({ person: PLACE_HOLDER, path: '/packages/activities/sign-ups/sign-ups' });
  await phone.tap('不能来了，取消');
  await phone.tap('取消');
  await phone.see('已取消');

  await waiting.launch('/packages/activities/sign-ups/sign-ups');
  await waiting.see('报上名了');
});

test('the roll is called on a bad line, and a neighbour without a sign-up is noted at once', async () => {
  const before = await inNotice(PROMOTED);
  await stage.moveClock(new Date(Date.parse(shift.starts_at) + 600000).toISOString());
  const phone = await stage.openPhone({
    person: 'demo-rural-executive-1',
    path: '/packages/organise/activities/activities',
  });
  await phone.tap('点名');
  await phone.see('点了0人，一共要点3人');
  await phone.tap('都来了');
  const absent = (await phone.data()).lines.filter((/** @type {any} */ line) => line.isCallable)[0].name;
  await phone.tap(`${absent} 没来`);
  await phone.network('off');
  await phone.tap('记下3人');
  await phone.see('等网络好了自动送，您不用再办一次。');
  await phone.tap('知道了');
  await phone.see('已存在手机里，等网络好了自动送');
  assert.equal(await inNotice(PROMOTED), before, 'nothing is stored before the line is back');

  await phone.network('on');
  await phone.find('已存在手机里，等网络好了自动送').waitFor({ state: 'detached' });
  await phone.settle();
  assert.deepEqual(
    (await phone.data()).lines.map((/** @type {any} */ { mark }) => mark.word).sort(),
    ['在候补', '在候补', '来了', '来了', '没来'].sort(),
  );
  assert.equal(await inNotice(PROMOTED), before + shift.points);

  await phone.tap('没报名的');
  await phone.fill('户号或者姓名', WALK_IN);
  await phone.tap('找');
  await phone.tap(`${WALK_IN}号户`);
  const neighbour = 'demo-rural-household-012';
  const had = await inNotice(neighbour);
  await phone.tap((await phone.data()).walkIn.members[0].name);
  await phone.see('记下了，来了。积分已经确认，公示期满就能用。');
  await phone.tap('知道了');
  assert.equal(await inNotice(neighbour), had + shift.points);
});

test('the household sees that it came, and its points in notice', async () => {
  const phone = await stage.openPhone({ person: PROMOTED, path: '/packages/activities/sign-ups/sign-ups' });
  await phone.see('到场了');
  await phone.launch('/packages/me/messages/messages');
  await phone.see('已点名到场');
  await phone.launch('/pages/points/points');
  const entry = phone.page.locator('.entry', { hasText: '公示中' }).filter({ visible: true });
  assert.match(await entry.innerText(), new RegExp(`\\b${await inNotice(PROMOTED)}分`));
});
