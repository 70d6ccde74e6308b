// What is hers: she is asked before anything personal is taken, takes it back, reads and carries away what is kept, has it
// put right, and leaves for good.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { audit } from '../support/audit.mjs';
import { startStage } from '../support/stage.mjs';

const CHAIR = 'demo-rural-chair';
const NEWCOMER = 'demo-guest-2';
const HOUSEHOLD = 'demo-rural-household-001';
const NAME = '冉小满';
const RIGHT_NAME = '冉小曼';
const CONSENTS = '/packages/me/consents/consents';
const SERVICE = '记您的姓名和您做的事';

/** @type {import('../support/stage.mjs').Stage} */
let stage;
/** @type {import('../support/phone.mjs').Phone} */
let phone;
/** @type {Awaited<ReturnType<import('../support/stage.mjs').Stage['api']>>} */
let chair;
let village = 0;

before(async () => {
  stage = await startStage();
  chair = await stage.api(CHAIR);
  village = (await chair.get('/me')).offices[0].organisation_id;
  const { household_id: household } = await (await stage.api(HOUSEHOLD)).get('/me');
  const { code } = await chair.post(`/households/${household}/join-codes`);
  const path = `/packages/household/join/join?code=${code}`;
  phone = await stage.openPhone({ person: NEWCOMER, path, elder: true });
});

after(() => stage?.close());

/** @param {string} path @returns {Promise<any>} as the service tells her on another phone */
const toldElsewhere = async (path) => (await stage.api(NEWCOMER)).get(path);

/** @param {string} purpose */
const stateOf = async (purpose) =>
  (await toldElsewhere('/me/consents')).items.find((/** @type {any} */ one) => one.purpose === purpose).state;

test('joining asks first: 先不 loses nothing, 同意 goes on, and her other phone knows', async () => {
  await phone.fill('您的名字', NAME);
  await phone.tap('子女');
  await phone.tap('满18周岁了');
  await phone.tap('申请加入');
  await phone.see('看全文');
  await phone.screenshot('consents/sheet');
  assert.deepEqual(await audit(phone, { isElder: true }), []);
  await phone.tap('先不');
  await phone.see('写的都还在');
  assert.equal((await phone.data()).form.name, NAME);
  assert.equal((await toldElsewhere('/me')).join_request, null);

  await phone.tap('申请加入');
  await phone.tap('同意');
  await phone.see('申请已经交了');
  assert.equal(await stateOf('service'), 'given');
});

test('taken back in two taps; what she does next asks again, on the spot', async () => {
  const asked = await stage.until(async () => {
    const { items } = await chair.get(`/join-requests?village_id=${village}`);
    return items.find((/** @type {any} */ request) => request.name === NAME);
  });
  await chair.post(`/join-requests/${asked.id}/approval`);
  await phone.launch(CONSENTS);
  await phone.tap(`收回，${SERVICE}`);
  await phone.tap(phone.page.getByRole('dialog').getByText('收回', { exact: true }));
  await phone.see('收回了');
  assert.equal(await stateOf('service'), 'withdrawn');

  await phone.launch('/packages/points/claim/claim');
  await phone.tap((await phone.data()).groups[0].deeds[0].title);
  await phone.tap('报上去');
  await phone.see('看全文');
  await phone.tap('同意');
  await phone.see('报上了，等确认');
  await phone.tap('知道了');
});

test('what is kept of her is read in the hand, with her name in it', async () => {
  await phone.launch('/packages/me/data/data');
  await phone.tap('我和我家');
  await phone.see(NAME);
  await phone.screenshot('consents/my-data');
});

test('a copy is made, and its link opens once', async () => {
  await phone.tap('存一份');
  await phone.tap('现在存一份');
  await phone.see('做好了');
  await phone.tap('复制链接');
  const { url } = (await phone.data()).link;
  assert.equal((await phone.page.evaluate(() => wx.getClipboardData())).data, url);
  const opened = await fetch(url);
  assert.ok(opened.ok);
  assert.equal((await fetch(url)).status, 404);
  await phone.screenshot('consents/copy');
});

test('a name that is written wrong: she says so, the village puts it right, she reads it', async () => {
  await phone.launch('/packages/me/corrections/corrections');
  await phone.tap('更正一处');
  await phone.tap('姓名');
  await phone.fill('应该怎么写？', RIGHT_NAME);
  await phone.screenshot('consents/correcting');
  await phone.tap('交给村（社区）妇联');
  await phone.tap('知道了');
  await phone.see('等村里看');
  const asked = await stage.until(async () => {
    const { items } = await chair.get(`/corrections?village_id=${village}`);
    return items.find((/** @type {any} */ one) => one.wanted === RIGHT_NAME);
  });
  await chair.post(`/corrections/${asked.id}/decision`, { accepts: true });
  await phone.restart();
  await phone.launch('/packages/me/corrections/corrections');
  await phone.see('已改');
  await phone.launch('/packages/household/household/household');
  await phone.see(RIGHT_NAME);
});

test('closing takes two taps with time between; then she is a stranger, and the phone knows nothing', async () => {
  await phone.launch('/packages/me/closing/closing');
  await phone.see('会留下的');
  await phone.tap('注销，删掉我的资料');
  await phone.screenshot('consents/think-again');
  assert.deepEqual(await audit(phone, { isElder: true }), []);
  await phone.see('想好了，注销');
  await phone.tap('想好了，注销');
  await phone.see('已经注销');
  const kept = await phone.page.evaluate((name) => JSON.stringify({ ...localStorage }).includes(name), NAME);
  assert.equal(kept, false);
  await phone.tap('知道了');
  await phone.see('先加入我家');
  const me = await toldElsewhere('/me');
  assert.deepEqual([me.household_id, me.join_request], [null, null]);
});
