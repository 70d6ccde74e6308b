// Door plates from the order to the paper: made while she waits, opened on the phone; one is revoked, says so to whoever
// scans it, and gives way to a new one.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStage } from '../support/stage.mjs';

const CHAIR = 'demo-rural-chair';
const RESIDENT = 'demo-rural-household-001';
const WORKBENCH = '/packages/workbench/workbench/workbench';
const PLATE = '福禄村 001号户门牌';

/** @type {import('../support/stage.mjs').Stage} */
let stage;
/** @type {import('../support/phone.mjs').Phone} */
let leader;
/** @type {import('../support/phone.mjs').Phone} */
let resident;
before(async () => {
  stage = await startStage();
  leader = await stage.openPhone({ person: CHAIR, path: WORKBENCH });
  resident = await stage.openPhone({ person: RESIDENT });
});
after(() => stage?.close());

test('plates are ordered with four taps, made by the worker and opened as a document', async () => {
  await leader.tap('打印');
  await leader.tap('门牌码');
  await leader.tap('还没有门牌码的');
  await leader.tap('做出来');
  await leader.see('正在做');
  await leader.see('可以打印了');
  await leader.screenshot('plate-printed/prints');
  await leader.tap('打开');
  await leader.page.getByRole('dialog', { name: '门牌码.pdf' }).waitFor();
  assert.match(await contentOf(leader, 'wxfile://usr/门牌码.pdf'), /^%PDF-/);
  await leader.tap('关闭');
});

test('a plate that was copied is revoked: the old one says so, a new one opens the door', async () => {
  const api = await stage.api(CHAIR);
  const { household_id: household } = await (await stage.api(RESIDENT)).get('/me');
  const old = stage.code(PLATE);
  await leader.launch(`/packages/workbench/codes/codes?kind=door_plate&target=${household}`);
  await leader.tap('停用');
  await leader.tap('被人拍去、仿做了');
  await leader.tap('不换，只停用');
  await leader.tap('停用');
  await leader.screenshot('plate-printed/asked');
  await confirm(leader, '停用');
  await leader.see('现在没有能用的码');
  await resident.scan(old);
  await resident.see('这个码已经停用');
  await resident.miss('再试一次');
  await resident.screenshot('plate-printed/revoked');

  await leader.tap('做一个新码');
  await leader.see('现在用的');
  await leader.screenshot('plate-printed/reissued');
  const { scene } = await api.post('/codes', { kind: 'door_plate', target_id: household });
  assert.notEqual(scene, old);
  await resident.scan(scene);
  assert.equal(await resident.route(), 'pages/home/home');
  await resident.scan(old);
  await resident.see(/已经换了新码/);
});

/** @param {import('../support/phone.mjs').Phone} phone @param {string} word */
const confirm = (phone, word) => phone.tap(phone.page.getByRole('dialog').getByText(word, { exact: true }));

/** The first bytes of a file of the phone. @param {import('../support/phone.mjs').Phone} phone @param {string} path
 * @returns {Promise<string>} */
function contentOf(phone, path) {
  return phone.page.evaluate(
    (filePath) =>
      new Promise((resolve, fail) =>
        wx.getFileSystemManager().readFile({
          filePath,
          encoding: 'latin1',
          success: ({ data }) => resolve(String(data).slice(0, 8)),
          fail,
        }),
      ),
    path,
  );
}
