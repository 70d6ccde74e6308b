// In WeChat's hand: a household is found by her phone number, or by a code where she gives none; a message she asked for
// leaves through WeChat and waits in her inbox.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStage } from '../support/stage.mjs';

const CHAIR = 'demo-rural-chair';
const FOUND = 'demo-guest-with-a-number';
const SHY = 'demo-guest-without-a-number';
const JOIN = '/packages/household/join/join';
const WORKBENCH = '/packages/workbench/workbench/workbench';
const BY_PHONE = '用微信手机号找我家';
const REASON = '凭据看不清，请补一张。';

/** @type {import('../support/stage.mjs').Stage} */
let stage;
/** @type {import('../support/phone.mjs').Phone} her phone */
let phone;
/** @type {import('../support/phone.mjs').Phone} the leader's */
let leader;
/** @type {Awaited<ReturnType<import('../support/stage.mjs').Stage['api']>>} */
let chair;
let village = 0;

before(async () => {
  stage = await startStage();
  chair = await stage.api(CHAIR);
  village = (await chair.get('/me')).offices[0].organisation_id;
  const { phone: hers } = await stage.wechat('phone-code', { openid: FOUND });
  const members = [{ name: '冉大山', relation: 'head' }, { name: '冉小满', relation: 'child', phone: hers }];
  await chair.post('/households', { village_id: village, group_name: '三组', members });
  phone = await stage.openPhone({ person: FOUND, path: JOIN, isAsked: true });
});

after(() => stage?.close());

test('who gives no number keeps what she typed, and the code stays open to her', async () => {
  await phone.tap('填入户码');
  await phone.fill('您的名字', '冉小满');
  await phone.tap('换一个办法');
  await phone.tap(BY_PHONE);
  await phone.tap('不允许');
  await phone.see('不用手机号也一样能加入。请向村（社区）妇联要一个入户码，填在下面。');
  assert.equal((await phone.data()).form.name, '冉小满');
});

test('asked for her agreement twice and once only, her number is found, no household named, the village told', async () => {
  await phone.tap('换一个办法');
  await phone.tap(BY_PHONE);
  await phone.tap('允许');
  await phone.see('记您的姓名和您做的事');
  await phone.tap('同意');
  await phone.see('用您的手机号');
  await phone.tap('同意');
  await phone.see('找到了');
  await phone.miss('冉大山');
  await phone.tap('子女');
  await phone.tap('满18周岁了');
  await phone.tap('告诉村（社区）妇联');
  await phone.see('已告诉村（社区）妇联，核对后就好。');
  await phone.screenshot('found-by-phone/told');
});

test('the leader sees whom the number was registered for, and admits her as that one', async () => {
  leader = await stage.openPhone({ person: CHAIR, path: `/packages/workbench/joins/joins?village=${village}` });
  const card = leader.page.locator('.card', { hasText: '手机号和登记的冉小满的一样' }).filter({ visible: true });
  await leader.screenshot('found-by-phone/joins');
  await leader.tap(card.getByText('同意', { exact: true }));
  await leader.see('请当面或打电话核对是不是本人');
  await leader.tap('同意');
  await leader.see('加入好了');
  await leader.tap('知道了');
  await phone.tap('再看一看');
  await phone.see('您已经在一户里了');
});

test('her number stands masked on 我的, until she takes it back', async () => {
  await phone.launch('/pages/me/me');
  await phone.see(/^1\d\d\*{4}\d{4}$/);
  await phone.tap('收回');
  await phone.page.getByRole('dialog').getByText('收回', { exact: true }).tap();
  await phone.settle();
  await phone.miss('我的手机号');
});

test('a leader shows a code in three taps, large enough to be photographed, and it lets in who gave no number', async () => {
  await leader.launch(WORKBENCH);
  const taps = leader.taps;
  await leader.tap('住户');
  await leader.tap(leader.page.locator('.card-tap').filter({ visible: true }).first());
  await leader.tap('给一个入户码');
  assert.equal(leader.taps - taps, 3);
  const { signs } = (await leader.data()).slip;
  await leader.see(signs);
  await leader.screenshot('found-by-phone/slip');
  await leader.tap('复制');
  const { data: copied } = await leader.page.evaluate(() => wx.getClipboardData());
  assert.ok(copied.includes(signs), copied);
  const other = await stage.openPhone({ person: SHY, path: JOIN });
  await other.tap(BY_PHONE);
  await other.tap('不允许');
  await other.fill('入户码', signs);
  await other.fill('您的名字', '陈小燕');
  await other.tap('其他');
  await other.tap('满18周岁了');
  await other.tap('申请加入');
  await other.tap('同意');
  await other.see('申请已经交了');
});

test('asked at the tap, she wants to hear: the message leaves through WeChat and waits in her inbox', async () => {
  await phone.launch('/packages/points/claim/claim');
  await phone.tap((await phone.data()).groups[0].deeds[0].title);
  await phone.see('微信会问您');
  await phone.tap('报上去');
  await phone.tap('允许');
  await phone.tap('知道了');
  const [claim] = (await chair.get(`/claims?village_id=${village}&state=submitted`)).items.slice(-1);
  await chair.post(`/claims/${claim.id}/return`, { reason: REASON });
  const sent = await sentTo(FOUND);
  assert.equal(sent.page, 'packages/me/messages/messages');
  await phone.launch('/pages/home/home');
  const mine = phone.page.getByRole('tab', { name: /^我的，\d+条消息没看$/ }).filter({ visible: true });
  await phone.tap(mine);
  await phone.tap(/^消息，\d+条没看$/);
  await phone.start(`/${sent.page}`);
  await phone.see('新');
  await phone.screenshot('found-by-phone/messages');
  while (await phone.find('看过了').isVisible()) await phone.tap('看过了');
  await phone.launch('/pages/me/me');
  await phone.find('我的').waitFor();
  assert.deepEqual((await phone.data()).rows.map((/** @type {any} */ { mark }) => mark).filter(Boolean), []);
});

/** The worker sends in its own time. @param {string} openid @returns {Promise<any>} what WeChat got for her */
async function sentTo(openid) {
  for (let tries = 0; tries < 60; tries += 1) {
    const { messages } = await stage.wechat('messages');
    const found = messages.find((/** @type {any} */ { openid: to }) => to === openid);
    if (found) return found;
    await phone.page.waitForTimeout(250);
  }
  return assert.fail('nothing left through WeChat');
}
