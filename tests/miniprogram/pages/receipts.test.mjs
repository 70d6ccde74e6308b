// What a person does is shown as done only on the service's receipt. Until then it is kept, and said to be kept.
import assert from 'node:assert/strict';
import { afterEach, before, describe, test } from 'node:test';
import { buildPhone, JsdomPhone } from '../support/jsdom-phone.mjs';
import { problem, ServiceDouble } from '../support/service-double.mjs';

const BANNER = '有1件事已存在手机里，等网络好了自动送。';
const KEPT = '已存在手机里等网络好了自动送，您不用再办一次。';
const SEND = '交给村（社区）妇联';

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

/** @param {string} url @param {Record<string, any>} [answers] */
async function open(url, answers) {
  service = new ServiceDouble(answers);
  phone = new JsdomPhone(built, service, { url });
  await phone.until(() => phone.page.data.phase === 'ready' || phone.page.data.phase === 'empty');
}

describe('写投诉建议', () => {
  const FEEDBACK = 'packages/me/feedback/feedback';
  const TEXT = '路灯坏了三天了';
  const answers = { 'GET /feedback': { items: [] }, 'POST /feedback': { number: 'T20261201' } };

  async function write() {
    await open(FEEDBACK, answers);
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

  test('without the line it is kept, told in a dialog, and stands above the page until it is sent', async () => {
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
    phone.tap('知道了，不送了');
    await phone.see('没有还没送出的事');
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

  test('what was begun survives a dead battery', async () => {
    await write();
    phone = phone.restart(FEEDBACK);
    await phone.see(SEND);
    assert.equal(phone.find('textarea').value, TEXT);
    const chosen = phone.findAll('[role=radio]').filter((one) => one.getAttribute('aria-checked') === 'true');
    assert.deepEqual(chosen.map((one) => one.getAttribute('aria-label')), ['建议']);
  });
});

describe('答一条标准', () => {
  const QUESTION = 'packages/assessments/question/question?assessment=1';
  const YES = '做到了';
  const storing = () => phone.find('.storing').textContent;

  test('says that it is being stored, and stored only on the receipt', async () => {
    await open(QUESTION);
    const release = service.hold();
    phone.tap(YES);
    await phone.until(() => service.asked('PUT').length === 1);
    assert.equal(storing(), '正在存…');
    release();
    await phone.until(() => storing() === '这一条存好了。');
    assert.equal(service.asked('PUT')[0].path, '/assessments/1/answers/a');
    assert.deepEqual(service.asked('PUT')[0].data, { answer: 'yes' });
  });

  test('without the line it says that the answer is kept; the next start still has and sends it', async () => {
    await open(QUESTION);
    phone.preview.configure({ network: 'off' });
    phone.tap(YES);
    await phone.until(() => storing().includes('手机里'), 'kept');
    assert.equal(service.asked('PUT').length, 0);
    phone = phone.restart(QUESTION);
    await phone.until(() => service.asked('PUT').length === 1);
    assert.deepEqual(service.asked('PUT')[0].data, { answer: 'yes' });
  });

  test('a refused answer is told in the words of the service, which stay; the choice does not', async () => {
    await open(QUESTION, {
      'PUT /assessments/{assessment_id}/answers/{code}': problem('invalid-input', { detail: '这一条要先看清楚。' }),
    });
    phone.tap(YES);
    await phone.until(() => service.asked('PUT').length === 1);
    await phone.until(() => !phone.find('[aria-checked=true]'), 'what the service has is shown again');
    await phone.see('这一条要先看清楚。');
    assert.equal(service.asked('GET').length, 2);
    assert.equal(storing(), '');
  });
});

describe('begun forms survive a restart', () => {
  test('申报积分', async () => {
    const CLAIM = 'packages/points/claim/claim';
    await open(CLAIM, { 'GET /rules': { items: [{ code: 'CS-01', title: '清扫公共区域', actions: ['claim'] }] } });
    phone.tap('清扫公共区域');
    phone.type('textarea', '扫了院坝');
    phone = phone.restart(CLAIM);
    await phone.until(() => phone.find('textarea'));
    assert.equal(phone.find('textarea').value, '扫了院坝');
  });

  test('换东西', async () => {
    const GOODS = 'packages/shop/goods/goods';
    await open(GOODS, {
      'GET /villages/{village_id}/goods': { items: [{ id: 7, name: '香皂', price_points: 5, stock: 9 }] },
      'GET /households/{household_id}/points': { redeemable: 20 },
    });
    phone.press(phone.find('[role=button][aria-label*=香皂]:not(.key-off)'));
    await phone.until(() => phone.page.data.sum === 5);
    phone = phone.restart(GOODS);
    await phone.until(() => phone.page.data.sum === 5, 'the basket is still full');
  });

  test('登记一户', async () => {
    const REGISTER = 'packages/workbench/register/register?village=1';
    await open(REGISTER);
    phone.type('input', '三组');
    phone = phone.restart(REGISTER);
    await phone.until(() => phone.page.data.phase === 'ready');
    assert.equal(phone.find('input').value, '三组');
  });
});
