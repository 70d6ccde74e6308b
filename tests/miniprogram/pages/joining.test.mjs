// Joining by the number WeChat knows: what is sent, what every end of it says, and that the code is always left.
import assert from 'node:assert/strict';
import { afterEach, before, test } from 'node:test';
import { buildPhone, JsdomPhone } from '../support/jsdom-phone.mjs';
import { problem, ServiceDouble } from '../support/service-double.mjs';

const JOIN = 'packages/household/join/join';
const JOINS = 'packages/workbench/joins/joins?village=1';
const BY_PHONE = '用微信手机号找我家';
const ASK_FOR_CODE = '请向村（社区）妇联要一个入户码，填在下面。';
const NOWHERE = { household_id: null, household_label: null, join_request: null, phone: null };
const FOUND = { phone: '138****1234', match: 'one' };

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

/** @param {Record<string, any>} [answers] @param {string} [url] */
async function open(answers, url = JOIN) {
  const usual = { 'GET /me': NOWHERE, 'GET /about': { phone_button: true }, 'POST /me/phone': FOUND };
  service = new ServiceDouble({ ...usual, ...answers });
  phone = new JsdomPhone(built, service, { url });
  await phone.ready();
}

async function allow() {
  phone.tap(BY_PHONE);
  await phone.see('申请使用您的手机号');
  phone.tap('允许');
}

/** @param {string} path */
const sent = (path) => service.asked('POST').filter((call) => call.path === path);

test('allowed and found: name and relation are sent, no household, no number typed', async () => {
  await open();
  await allow();
  await phone.see('手机号138****1234在村里登记过。');
  assert.deepEqual(sent('/me/phone').map(({ data }) => data), [{ code: 'phone-code' }]);
  assert.equal(phone.findAll('input').length, 1);
  phone.type('input', ' 王芳 ');
  phone.tap('子女');
  phone.tap('满18周岁了');
  phone.tap('告诉村（社区）妇联');
  await phone.until(() => sent('/join-requests/by-phone').length === 1);
  assert.deepEqual(sent('/join-requests/by-phone')[0].data, { name: '王芳', relation: 'child' });
  assert.deepEqual(phone.faults, []);
});

test('what waits without the name of a household says so without a hole', async () => {
  const asked = { state: 'pending', found_by: 'phone', household_id: null, household_label: null, village_name: null };
  await open({ 'GET /me': { ...NOWHERE, join_request: asked } });
  await phone.see('已告诉村（社区）妇联，核对后就好。');
  assert.doesNotMatch(phone.words, /null|undefined/);
});

for (const [match, words] of Object.entries({ none: '村里没有登记过这个手机号', several: '登记在不止一户' })) {
  test(`allowed and ${match} found: told so, and the code is asked`, async () => {
    await open({ 'POST /me/phone': { ...FOUND, match } });
    await allow();
    await phone.see(words);
    assert.ok(phone.words.includes(ASK_FOR_CODE) && phone.words.includes('念给我听'));
    assert.equal(phone.findAll('input').length, 3);
  });
}

for (const [what, end, words] of /** @type {const} */ ([
  ['she refuses', { errMsg: 'getPhoneNumber:fail user deny' }, '不用手机号也一样能加入。'],
  ['none is left', { errMsg: 'getPhoneNumber:fail', errno: 1400001 }, '现在用不了手机号。'],
])) {
  test(`${what}: nothing is sent, the code is asked, and what she typed is still there`, async () => {
    await open();
    phone.tap('填入户码');
    phone.findAll('input')[1].value = '王芳';
    phone.findAll('input')[1].dispatchEvent(new phone.window.Event('input', { bubbles: true }));
    phone.tap('换一个办法');
    phone.preview.mock.getPhoneNumber = () => end;
    phone.tap(BY_PHONE);
    await phone.see(words + ASK_FOR_CODE);
    assert.equal(phone.findAll('input')[1].value, '王芳');
    assert.deepEqual(service.asked('POST'), []);
  });
}

test('a busy WeChat or a bad line: the same code again under the same key, or the join code', async () => {
  await open({ 'POST /me/phone': problem('wechat-busy', { status: 503, detail: '请过一会儿再试。' }) });
  await allow();
  await phone.see('请过一会儿再试。');
  assert.ok(phone.words.includes('填入户码'));
  service.answers['POST /me/phone'] = FOUND;
  phone.tap('再试一次');
  await phone.see('找到了');
  const keys = sent('/me/phone').map(({ headers, data }) => `${data.code} ${headers['idempotency-key']}`);
  assert.deepEqual([keys.length, new Set(keys).size], [2, 1]);
});

test('too many tries in a day: the words of the service, and the code', async () => {
  await open({ 'POST /me/phone': problem('phone-tried-too-often', { detail: '今天试过三次了。' }) });
  await allow();
  await phone.see('今天试过三次了。');
  assert.equal(phone.findAll('input').length, 3);
});

test('a number that matches no more when she asks: the words of the service, and the code', async () => {
  const gone = problem('no-phone-match', { status: 409, detail: '这个手机号现在找不到是哪一户。' });
  await open({ 'GET /me': { ...NOWHERE, phone: FOUND.phone }, 'POST /join-requests/by-phone': gone });
  phone.tap('用138****1234找我家');
  phone.type('input', '王芳');
  phone.tap('子女');
  phone.tap('满18周岁了');
  phone.tap('告诉村（社区）妇联');
  await phone.see('这个手机号现在找不到是哪一户。');
  assert.equal(phone.findAll('input')[1].value, '王芳');
  assert.deepEqual(sent('/me/phone'), [], 'WeChat was not asked again');
});

test('where numbers are not used, the code alone is asked; so for who holds one', async () => {
  await open({ 'GET /about': { phone_button: false } });
  assert.ok(!phone.words.includes(BY_PHONE) && !phone.words.includes('换一个办法'));
  phone.close();
  await open({}, `${JOIN}?code=ABC234`);
  assert.equal(phone.find('input').value, 'ABC234');
});

test('the leader reads whom a number was registered for, and it is only proposed', async () => {
  const proposed = { id: 7, name: '冉小满', relation: 'child' };
  const actions = ['approve', 'refuse'];
  await open({
    'GET /join-requests': { items: [{ id: 3, found_by: 'phone', proposed_member: proposed, actions }] },
    'GET /households/{household_id}': { members: [{ id: 7, has_joined: false }, { id: 8, has_joined: false }] },
  }, JOINS);
  await phone.see('手机号和登记的冉小满的一样，请当面或打电话核对');
  phone.tap('同意');
  await phone.until(() => phone.find('[role=radio]'));
  assert.equal(phone.page.data.member, 7);
  phone.tap('名单上没有，新添一位');
  phone.tap('同意');
  await phone.until(() => sent('/join-requests/3/approval').length === 1);
  assert.deepEqual(sent('/join-requests/3/approval')[0].data, { member_id: null });
});

test('who says she is not 14 yet is told how a grown-up adds her, and can send nothing', async () => {
  await open({}, `${JOIN}?code=ABC234`);
  phone.type('input', 'ABC234');
  phone.findAll('input')[1].value = '冉小满';
  phone.findAll('input')[1].dispatchEvent(new phone.window.Event('input', { bubbles: true }));
  phone.tap('子女');
  phone.tap('还没满14周岁');
  await phone.see('请家里大人来添加');
  phone.tap('申请加入');
  phone.tap('满14周岁，还没满18周岁');
  await phone.see('选生日');
  phone.tap('申请加入');
  assert.deepEqual(service.asked('POST'), []);
  phone.tap('满18周岁了');
  phone.tap('申请加入');
  await phone.until(() => sent('/join-requests').length === 1);
  assert.deepEqual(sent('/join-requests')[0].data, { code: 'ABC234', name: '冉小满', relation: 'child', phone: null });
});
