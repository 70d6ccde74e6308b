// Scanning what leads nowhere: the service's words, and what else can be done here; a line that comes back goes on.
import assert from 'node:assert/strict';
import { afterEach, before, test } from 'node:test';
import { buildPhone, JsdomPhone } from '../support/jsdom-phone.mjs';
import { problem, ServiceDouble } from '../support/service-double.mjs';

const SCENE = '47KGYSXXN879RF78';
const URL = `pages/scan/scan?scene=${SCENE}`;
const OPENED = 'GET /codes/{scene}';
const REVOKED = { status: 410, title: '这个码停用了', detail: '请找村（社区）妇联。已经换了新码，请扫新的。' };
const UNKNOWN = { status: 404, title: '查不到这个码', detail: '请看看是不是绿色家庭的码。' };
const TOO_MANY = { status: 429, title: '试得太多', detail: '请过10分钟再扫。' };

/** @type {import('../support/jsdom-phone.mjs').Built} */
let built;
/** @type {JsdomPhone} */
let phone;
before(async () => {
  built = await buildPhone();
});
afterEach(() => phone.close());

/** @param {any} answer @param {'on' | 'off'} [network] */
function scan(answer, network = 'on') {
  phone = new JsdomPhone(built, new ServiceDouble({ [OPENED]: answer }), { url: URL, network });
}

for (const [slug, words] of /** @type {const} */ ([
  ['code-revoked', REVOKED],
  ['code-not-found', UNKNOWN],
])) {
  test(`${slug}: asking again is not offered, another code is`, async () => {
    scan(problem(slug, words));
    await phone.see(words.detail);
    assert.equal(phone.find('[role=alert]').textContent, `${words.title}${words.detail}`);
    assert.ok(!phone.words.includes('再试一次'));
    phone.tap('扫别的码');
    await phone.until(() => phone.window.document.querySelector('[aria-label="扫一扫"]'));
    phone.service.answers[OPENED] = { kind: 'join', actions: ['ask_to_join'] };
    phone.preview.scan('NHXQS4');
    await phone.until(() => phone.page.route === 'packages/household/join/join');
    assert.equal(phone.page.options.code, 'NHXQS4');
    assert.equal(phone.preview.pages.length, 1);
  });
}

test('an invitation is of no use to who belongs to a household', async () => {
  scan({ kind: 'join', actions: [] });
  await phone.see('这个码您现在用不上');
});

test('who tried too often reads when she may scan again', async () => {
  scan(problem('too-many-requests', TOO_MANY));
  await phone.see(TOO_MANY.detail);
  assert.ok(phone.words.includes('再试一次') && !phone.words.includes('扫别的码'));
});

test('without a line the code is kept, and opened when the line comes back', async () => {
  scan({ kind: 'shop', target_id: 7, actions: ['look'] }, 'off');
  await phone.see('这个码记下了。网络好了，会自动接着打开。');
  phone.preview.configure({ network: 'on' });
  await phone.until(() => phone.page.route === 'packages/shop/goods/goods');
  assert.equal(phone.page.options.village, '7');
});

test('a scanned voucher shows at the counter what it fetches, once', async () => {
  const order = { state: 'reserved', household_label: '唐** · 五组', actions: ['fulfil'] };
  const service = new ServiceDouble({ 'POST /orders/lookups': order });
  phone = new JsdomPhone(built, service, { url: `packages/desk/desk/desk?village=7&voucher=${SCENE}` });
  await phone.see('唐** · 五组');
  assert.deepEqual(service.asked('POST')[0].data, { village_id: 7, voucher: SCENE });
  phone.tap('先不发');
  await phone.until(() => service.asked('GET').filter(({ path }) => path === '/orders').length === 2);
  await phone.until(() => !phone.page.data.found);
  assert.equal(service.asked('POST').length, 1);
});
