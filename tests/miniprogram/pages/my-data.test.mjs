// My data in the hand: part by part, a copy by a link that opens once, corrections and what became of them, and closing,
// after which the phone knows nothing.
import assert from 'node:assert/strict';
import { afterEach, before, test } from 'node:test';
import { buildPhone, JsdomPhone } from '../support/jsdom-phone.mjs';
import { problem, ServiceDouble } from '../support/service-double.mjs';

const DATA = 'packages/me/data/data';
const COPY = 'packages/me/copy/copy';
const CORRECTIONS = 'packages/me/corrections/corrections';
const CLOSING = 'packages/me/closing/closing';
const HOME = 'pages/home/home';
const FILE = { id: 7, kind: 'my_data', format: 'html', reason: 'own' };
const NOW = { goes: ['您的姓名'], stays: ['您家的积分'], hindrances: [] };
const FASTER = 100;

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

/** @param {string} url @param {Record<string, any>} answers @param {Record<string, string>} [kept] */
async function open(url, answers, kept) {
  service = new ServiceDouble(answers);
  phone = new JsdomPhone(built, service, { url, kept });
  await phone.ready();
}

/** @param {string} path */
const sent = (path) => service.asked('POST').filter((call) => call.path === path);

test('one part is open at a time, grows as she reads on, and can be heard', async () => {
  const facts = [{ key: 'points', label: '积分', value: 5 }];
  const items = Array.from({ length: 20 }, (_, index) => ({ title: `第${index + 1}笔`, facts }));
  const sections = [{ name: 'me', title: '您是谁', items: [] }, { name: 'points', title: '积分', items }];
  await open(DATA, { 'GET /me/data': { sections } });
  assert.ok(phone.words.includes('20条') && !phone.words.includes('第1笔'));
  phone.tap('积分');
  await phone.see('第12笔');
  assert.ok(!phone.words.includes('第13笔'));
  phone.tap('再看一些');
  await phone.see('第20笔');
  assert.ok(!phone.words.includes('再看一些'));
  phone.tap('念给我听');
  await phone.until(() => phone.preview.spoken.join().includes('第1笔。积分，5'));
  phone.tap('积分');
  await phone.until(() => !phone.words.includes('第1笔'), 'closed again');
});

test('a copy is ordered and waited for; each link is a new one, copied, and said to open once', async () => {
  await open(COPY, { 'GET /exports': { items: [] }, 'POST /exports': FILE });
  phone.tap('电脑用的');
  service.answers['GET /exports'] = { items: [{ ...FILE, state: 'ordered' }, { ...FILE, id: 9, kind: 'orders' }] };
  phone.tap('现在存一份');
  await phone.see('正在做');
  assert.deepEqual(sent('/exports').map(({ data }) => data), [{ kind: 'my_data', format: 'json', reason: 'own' }]);
  service.answers['GET /exports'] = { items: [{ ...FILE, state: 'ready' }] };
  phone.page.reload();
  await phone.see('做好了');
  for (const [number, tap] of /** @type {const} */ ([[1, '复制链接'], [2, '再要一个链接']])) {
    service.answers['POST /exports/{export_id}/links'] = { url: `https://x.invalid/files/${number}` };
    phone.tap(tap);
    await phone.see(`https://x.invalid/files/${number}`);
    assert.equal((await phone.window.wx.getClipboardData()).data, `https://x.invalid/files/${number}`);
  }
  assert.match(phone.words, /10分钟内有效（到\d\d:\d\d），只能打开一次。/);
  const keys = sent('/exports/7/links').map(({ headers }) => headers['idempotency-key']);
  assert.equal(new Set(keys).size, 2);
  assert.deepEqual(phone.faults, []);
});

test('a correction: what, whose, how it should be; kept while it is written, and its end is told', async () => {
  const members = [{ id: 3, name: '冉大山' }, { id: 4, name: '冉小满' }];
  const answers = {
    'GET /corrections': { items: [] },
    'GET /me': { household_id: 1, member_id: 3 },
    'GET /households/{household_id}': { members },
  };
  await open(CORRECTIONS, answers);
  phone.tap('更正一处');
  phone.tap('姓名');
  assert.ok(!phone.words.includes('冉大山'), 'she is 我自己的');
  phone.tap('冉小满');
  phone.type('textarea', ' 冉小曼 ');
  phone = phone.restart(CORRECTIONS);
  await phone.until(() => phone.find('textarea'));
  assert.equal(phone.find('textarea').value, ' 冉小曼 ');
  phone.tap('交给村（社区）妇联');
  await phone.see('改没改都会告诉您');
  assert.deepEqual(sent('/corrections').map(({ data }) => data), [{ field: 'name', wanted: '冉小曼', member_id: 4 }]);
  const told = { field: 'name', wanted: '冉小曼', state: 'declined', answer: '和户口本上一样。', answer_state: 'passed' };
  service.answers['GET /corrections'] = { items: [told] };
  phone.tap('知道了');
  await phone.see('村里答复：和户口本上一样。');
  assert.ok(phone.words.includes('没改'));
  phone.tap('更正一处');
  phone.tap('手机号');
  phone.tap('不写了');
  await phone.see('村里答复：和户口本上一样。');
  assert.equal(sent('/corrections').length, 1);
});

test('closing: two taps with time between them, then the phone has forgotten her and shows a stranger the start', async () => {
  const kept = { 'phone:demo-guest:draft:claim:mine': JSON.stringify({ value: { note: '扫了院坝' } }) };
  await open(CLOSING, { 'GET /me/closing': NOW }, kept);
  hurry();
  phone.tap('注销，删掉我的资料');
  await phone.see('5秒后可以点');
  phone.tap('5秒后可以点');
  assert.equal(service.asked('DELETE').length, 0, 'a tap too early does nothing');
  await phone.see('想好了，注销');
  phone.tap('先不');
  phone.tap('注销，删掉我的资料');
  await phone.see('想好了，注销');
  phone.tap('想好了，注销');
  await phone.see('已经注销');
  const storage = Object.keys(phone.window.localStorage).filter((name) => /draft|outbox|seen|session|avatar|photos/.test(name));
  assert.deepEqual(storage.filter((name) => JSON.parse(phone.window.localStorage[name]).value?.length !== 0), []);
  phone.tap('知道了');
  await phone.until(() => phone.page.route === HOME);
  assert.deepEqual(service.asked('DELETE').map(({ path }) => path), ['/me']);
});

test('what hinders is told with the way out, and closing is not offered; what this phone has not sent counts', async () => {
  const hindrances = [{ slug: 'in-office', detail: '请先把职务交给别人。' }];
  await open(CLOSING, { 'GET /me/closing': { ...NOW, hindrances } });
  await phone.see('请先把职务交给别人。');
  assert.ok(!phone.words.includes('注销，删掉我的资料'));
});

test('refused in the last moment: the words of the service, nothing forgotten', async () => {
  const refused = problem('closing-hindered', { status: 409, detail: '还有一张兑换单没领。' });
  await open(CLOSING, { 'GET /me/closing': NOW, 'DELETE /me': refused });
  hurry();
  phone.tap('注销，删掉我的资料');
  await phone.see('想好了，注销');
  phone.tap('想好了，注销');
  await phone.see('还有一张兑换单没领。');
  assert.ok(phone.window.localStorage['phone:demo-guest:session:token']);
});

/** Seconds pass faster. */
function hurry() {
  const { setTimeout: wait } = phone.window;
  phone.window.setTimeout = (/** @type {() => void} */ go, /** @type {number} */ ms) => wait(go, ms / FASTER);
}
