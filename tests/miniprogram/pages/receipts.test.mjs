// What a person tells the federation is shown as sent only on the service's receipt; until then it is kept,
// and said to be kept.
import assert from 'node:assert/strict';
import { afterEach, before, test } from 'node:test';
import { buildPhone, JsdomPhone } from '../support/jsdom-phone.mjs';
import { problem, ServiceDouble } from '../support/service-double.mjs';

const FEEDBACK = 'packages/me/feedback/feedback';
const TEXT = '路灯坏了三天了';
const SEND = '交给村（社区）妇联';
const SEND_NOW = '现在送';
const BANNER = '有1件事已存在手机里，等网络好了自动送。';
const KEPT = '已存在手机里等网络好了自动送，您不用再办一次。';
const ANSWERS = { 'GET /feedback': { items: [] }, 'POST /feedback': { number: 'T20261201' } };

/** @type {import('../support/jsdom-phone.mjs').Built} */
let built;
/** @type {JsdomPhone} */
let phone;
/** @type {ServiceDouble} */
let service;
before(async () => {
  built = await buildPhone();
});
afterEach(() => phone.close());

async function write() {
  service = new ServiceDouble(ANSWERS);
  phone = new JsdomPhone(built, service, { url: FEEDBACK });
  await phone.ready();
  phone.tap('写一条');
  phone.tap('建议');
  phone.type('textarea', TEXT);
}

test('waits for the receipt and shows its number', async () => {
  await write();
  const release = service.hold();
  phone.tap(SEND);
  await phone.until(() => service.asked('POST').length === 1);
  assert.equal(phone.dialog, null);
  assert.equal(phone.find('textarea').value, TEXT);
  release();
  await phone.see('编号T20261201');
  assert.deepEqual(service.asked('POST')[0].data, { kind: 'suggestion', text: TEXT });
});

test('without the line it is kept, told in a dialog, and named above the page until sent', async () => {
  await write();
  phone.preview.configure({ network: 'off' });
  phone.tap(SEND);
  await phone.until(() => phone.dialog);
  assert.ok(phone.dialog.textContent.includes(KEPT));
  assert.ok(!phone.dialog.textContent.includes('收到了'));
  phone.tap('知道了');
  await phone.see(BANNER);
  assert.equal(service.asked('POST').length, 0);
  phone.preview.configure({ network: 'on' });
  await phone.until(() => !phone.words.includes(BANNER), 'the banner is gone');
  assert.deepEqual(service.asked('POST').map(({ data }) => data.text), [TEXT]);
});

test('an answer that got lost is asked for again with the same key, also after a restart', async () => {
  await write();
  service.refusal = problem('overloaded', { status: 503 });
  phone.tap(SEND);
  await phone.see(KEPT);
  service.refusal = null;
  phone = phone.restart(FEEDBACK);
  await phone.until(() => service.asked('POST').length === 2);
  const keys = service.asked('POST').map(({ headers }) => headers['idempotency-key']);
  assert.match(keys[0], /^[A-Za-z0-9]{20,}$/);
  assert.equal(keys[1], keys[0]);
  await phone.until(() => !phone.words.includes(BANNER), 'the banner is gone');
});

test('a message seen without the line is not called read before the service knows', async () => {
  const unread = { 'GET /messages': { items: [{ id: 5, title: '补上了', read_at: null }] } };
  service = new ServiceDouble(unread);
  phone = new JsdomPhone(built, service, { url: 'packages/me/messages/messages' });
  await phone.ready();
  phone.preview.configure({ network: 'off' });
  phone.tap('看过了');
  await phone.see(KEPT);
  phone.tap('知道了');
  await phone.see('看过了，等网络好了送');
  assert.ok(phone.words.includes('新'));
  phone.preview.configure({ network: 'on' });
  await phone.until(() => service.asked('POST').some(({ path }) => path === '/messages/5/reading'), 'sent');
});

test('what waits can be sent from the outbox', async () => {
  await write();
  service.refusal = problem('overloaded', { status: 503 });
  phone.tap(SEND);
  await phone.see(KEPT);
  phone.tap('知道了');
  await phone.see(BANNER);
  phone.tap(BANNER);
  await phone.see(SEND_NOW);
  service.refusal = null;
  phone.tap(SEND_NOW);
  await phone.see('都送出去了');
});

test('what is refused while nobody looks on is told above the page and in the outbox', async () => {
  await write();
  phone.preview.configure({ network: 'off' });
  phone.tap(SEND);
  await phone.see(KEPT);
  service.answers['POST /feedback'] = problem('too-many-tries', { detail: '请过一小时再写。' });
  phone = phone.restart(FEEDBACK);
  await phone.see('有1件事没办成，点这里看。');
  phone.tap('有1件事没办成，点这里看。');
  await phone.see('请过一小时再写。');
  assert.ok(!phone.words.includes(SEND_NOW), 'nothing is left that could be sent');
  phone.tap('知道了，不送了');
  await phone.see('都送出去了');
});

test('a refusal is told in its words, and what was typed stays', async () => {
  await write();
  service.refusal = problem('invalid-input', { title: '有几处要改一改', detail: '请写清楚在哪里。' });
  phone.tap(SEND);
  await phone.see('请写清楚在哪里。');
  assert.equal(phone.find('[role=alert]').textContent, '有几处要改一改请写清楚在哪里。');
  assert.equal(phone.find('textarea').value, TEXT);
  assert.equal(phone.dialog, null);
  assert.ok(!phone.words.includes('已存在手机里'));
});

test('what she wrote says whether the village can read it', async () => {
  const letter = { kind: 'question', text: TEXT, number: 'FK-2026-000001', state: 'open', due_on: '2026-12-01' };
  const items = ['pending', 'for_people', 'refused', 'passed'].map((state, id) => ({ ...letter, id, text_state: state }));
  service = new ServiceDouble({ 'GET /feedback': { items } });
  phone = new JsdomPhone(built, service, { url: FEEDBACK });
  await phone.ready();
  const count = (/** @type {string} */ words) => phone.words.split(words).length - 1;
  assert.equal(count('正在检查，通过后村里才看得到。'), 2);
  assert.equal(count('请换个说法再写一条'), 1);
  assert.equal(count('等答复'), 1);
  assert.equal(count('12月1日前答复'), 3);
});
