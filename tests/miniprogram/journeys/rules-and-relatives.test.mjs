// A chair records the resolution on the points rules, and withdraws a relative's household she had declared.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStage } from '../support/stage.mjs';

const CHAIR = 'demo-rural-chair';
const WORKBENCH = '/packages/workbench/workbench/workbench';

/** @type {import('../support/stage.mjs').Stage} */
let stage;
/** @type {import('../support/phone.mjs').Phone} */
let phone;
before(async () => {
  stage = await startStage();
  phone = await stage.openPhone({ person: CHAIR, path: WORKBENCH });
});
after(() => stage?.close());

test('the resolution survives a dead battery and holds from the first of next month', async () => {
  await phone.tap(/^积分规则/);
  await phone.see('现在用的就是最新的一版。');
  await phone.tap('登记会议决定');
  await phone.fill('到会多少人', '52');
  await phone.fill('会上怎么定的', '村民代表会议一致同意接着用。');
  await phone.tap('选日子');
  await phone.tap('确定');
  await phone.restart();
  await phone.launch(WORKBENCH);
  await phone.tap(/^积分规则/);
  assert.equal((await phone.data()).form.attendees, '52');
  await phone.screenshot('rules-and-relatives/resolution');
  await phone.tap('登记');
  await phone.page.getByRole('dialog').getByText('登记', { exact: true }).tap();
  await phone.see('登记好了');
  await phone.see(/月1日起按这一版加分。/);
  await phone.tap('知道了');
  await phone.see('登记会议决定');
  await phone.screenshot('rules-and-relatives/rules');
});

test('a relative is declared from the households and withdrawn after a question', async () => {
  const chair = await stage.api(CHAIR);
  const before = (await chair.get('/declared-relatives')).items.length;
  await phone.launch(WORKBENCH);
  await phone.tap(/^亲戚家/);
  await phone.tap('去找那一户');
  assert.equal(await phone.route(), 'packages/workbench/households/households');
  await phone.tap(phone.page.locator('[role=link]').filter({ hasText: /号/, visible: true }).last());
  await phone.tap(/^申明是亲戚家/);
  await phone.tap('申明');
  assert.equal((await chair.get('/declared-relatives')).items.length, before + 1);

  await phone.launch(WORKBENCH);
  await phone.tap(/^亲戚家/);
  await phone.screenshot('rules-and-relatives/relatives');
  await phone.tap(phone.page.getByText('不是亲戚了').filter({ visible: true }).last());
  await phone.tap('收回');
  await phone.settle();
  assert.equal((await chair.get('/declared-relatives')).items.length, before);
});

test('a household is said to be away, and its head gives way to another', async () => {
  const chair = await stage.api(CHAIR);
  const before = (await chair.get('/households?find=001')).items[0];
  const { members } = await chair.get(`/households/${before.id}`);
  await phone.launch(`/packages/workbench/household/household?id=${before.id}`);
  await phone.tap(/^住在村里吗/);
  await phone.tap('外出');
  await phone.screenshot('rules-and-relatives/status');
  await phone.tap('改好了');
  await phone.see('外出');
  await phone.tap('换户主');
  await phone.tap(members[1].name);
  for (const { name } of members.filter((/** @type {any} */ member) => member !== members[1])) {
    const card = phone.page.locator('.card').filter({ hasText: `${name}是`, visible: true });
    await phone.tap(card.getByText('其他', { exact: true }));
  }
  await phone.screenshot('rules-and-relatives/head');
  await phone.tap(phone.page.getByRole('button', { name: '换户主' }).filter({ visible: true }).last());
  await phone.see('可以办的');
  const after = await chair.get(`/households/${before.id}`);
  assert.equal(after.status, 'away');
  assert.deepEqual(
    after.members.map((/** @type {any} */ { id, relation }) => [id, relation])[0],
    [members[1].id, 'head'],
  );
});
