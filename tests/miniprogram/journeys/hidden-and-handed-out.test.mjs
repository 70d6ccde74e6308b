// What a leader may learn of other people: a child's name for a reason that is on record, and a file that opens once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStage } from '../support/stage.mjs';

const CHAIR = 'demo-rural-chair';
const GUARDIAN = 'demo-rural-household-001';
const KEEPER = 'demo-guest-2';
const CHILD = '冉小满';
const HOME = '/packages/household/household/household';

/** @type {import('../support/stage.mjs').Stage} */
let stage;
/** @type {import('../support/phone.mjs').Phone} */
let guardian;
/** @type {import('../support/phone.mjs').Phone} */
let leader;
/** @type {number} */
let household;
before(async () => {
  stage = await startStage();
  household = (await (await stage.api(GUARDIAN)).get('/me')).household_id;
  guardian = await stage.openPhone({ person: GUARDIAN, path: HOME });
  leader = await stage.openPhone({ person: CHAIR, path: '/packages/workbench/workbench/workbench' });
});
after(() => stage?.close());

/** Choose on the wheels the birthday of who was born so many years ago. @param {number} years */
async function chooseBirthday(years) {
  await guardian.tap('选生日');
  await dialogOf(guardian).locator('input').fill(`${new Date().getFullYear() - years}-05-04`);
  await guardian.tap(dialogOf(guardian).getByText('确定', { exact: true }));
}

test('a guardian adds her child: a name, a birthday on the wheels, a yes of her own', async () => {
  await guardian.tap('添加孩子');
  await guardian.fill('孩子的名字', CHILD);
  await chooseBirthday(8);
  await guardian.tap('我是孩子的父母或者监护人，我同意');
  await guardian.screenshot('hidden-and-handed-out/child');
  await guardian.tap('添加');
  await guardian.see(`${CHILD}在家里的名单上了。`);
  await guardian.tap('知道了');
  await guardian.see(CHILD);
});

test('the leader reads 孩子; she sees the name for a reason, and the look is on record', async () => {
  await leader.launch(`/packages/workbench/household/household?id=${household}`);
  await leader.see('孩子');
  await leader.miss(CHILD);
  await leader.screenshot('hidden-and-handed-out/leader');
  await leader.tap('看姓名');
  await leader.tap('要上门');
  await leader.tap('看姓名');
  await leader.see(CHILD);
  await leader.see('这次已经留了记录');
  await leader.screenshot('hidden-and-handed-out/name');
  await leader.tap('看好了');
  await leader.miss(CHILD);

  const [look, ...others] = await recorded('disclose_minor');
  assert.deepEqual(others, []);
  assert.equal(look.person_id, (await (await stage.api(CHAIR)).get('/me')).person_id);
  assert.equal(look.detail.reason, 'visit');
  assert.ok(!JSON.stringify(look).includes(CHILD));
});

test('the guardian takes her consent back, and the child leaves the list', async () => {
  await guardian.tap(`不再同意记${CHILD}`);
  await guardian.tap(dialogOf(guardian).getByText('去掉', { exact: true }));
  await guardian.see('孩子不在名单上了。');
  await guardian.tap('知道了');
  await guardian.miss(CHILD);
  const { members } = await (await stage.api(CHAIR)).get(`/households/${household}`);
  assert.ok(!members.some((/** @type {any} */ member) => member.is_minor));
});

test('a birthday told at home of who was registered without it hides her name from the leader', async () => {
  const { members } = await (await stage.api(GUARDIAN)).get(`/households/${household}`);
  const { name } = members.find((/** @type {any} */ one) => one.relation === 'child' && !one.has_joined);
  await guardian.launch(HOME);
  await guardian.tap(`登记${name}的生日`);
  await chooseBirthday(16);
  await guardian.tap('记下');
  await guardian.see('别人看不到名字了');
  await guardian.tap('知道了');
  await leader.launch(`/packages/workbench/household/household?id=${household}`);
  await leader.see('孩子');
  await leader.miss(name);
});

test('an export is ordered with names masked, made while she waits, and its link opens once', async () => {
  await leader.launch('/packages/workbench/workbench/workbench');
  await leader.tap('资料导出');
  await leader.tap('住户名单');
  await leader.tap('报月报');
  await leader.tap('做出来');
  await leader.see('正在做');
  await leader.see('做好了');
  await leader.screenshot('hidden-and-handed-out/exports');
  await leader.tap('拿链接');
  await leader.see('链接复制好了');
  const { data: link } = await leader.page.evaluate(() => wx.getClipboardData());
  const [first, second] = [await fetch(link), await fetch(link)];
  assert.deepEqual([first.status, second.status], [200, 404]);
  assert.match(first.headers.get('content-disposition') || '', /^attachment/);
  assert.equal(Buffer.from(await first.arrayBuffer()).subarray(0, 2).toString(), 'PK');
  assert.deepEqual((await recorded('open_export')).map(({ outcome }) => outcome), ['done']);
});

/** @param {import('../support/phone.mjs').Phone} phone */
const dialogOf = (phone) => phone.page.getByRole('dialog');

/** What the audit holds of an action, read by somebody who is appointed to read it. @param {string} action
 * @returns {Promise<any[]>} */
async function recorded(action) {
  const keeper = await stage.api(KEEPER);
  const { person_id: person, offices } = await keeper.get('/me');
  if (!offices.length) stage.system.operate('appoint', String(person), 'audit_administrator');
  return (await (await stage.api(KEEPER)).get(`/audit-entries?action=${action}`)).items;
}
