// What a leader takes out of the service: a file that opens once, and that is on record.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStage } from '../support/stage.mjs';

const CHAIR = 'demo-rural-chair';
const KEEPER = 'demo-guest-2';

/** @type {import('../support/stage.mjs').Stage} */
let stage;
/** @type {import('../support/phone.mjs').Phone} */
let leader;
before(async () => {
  stage = await startStage();
  leader = await stage.openPhone({ person: CHAIR, path: '/packages/workbench/workbench/workbench' });
});
after(() => stage?.close());

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

/** What the audit holds of an action, read by somebody who is appointed to read it. @param {string} action
 * @returns {Promise<any[]>} */
async function recorded(action) {
  const keeper = await stage.api(KEEPER);
  const { person_id: person, offices } = await keeper.get('/me');
  if (!offices.length) stage.system.operate('appoint', String(person), 'audit_administrator');
  return (await (await stage.api(KEEPER)).get(`/audit-entries?action=${action}`)).items;
}
