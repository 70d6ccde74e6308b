// Forms that were begun are still there when the battery died.
import assert from 'node:assert/strict';
import { afterEach, before, test } from 'node:test';
import { buildPhone, JsdomPhone } from '../support/jsdom-phone.mjs';
import { ServiceDouble } from '../support/service-double.mjs';

const SERVICE = { items: [{ purpose: 'service' }] };

/** @type {import('../support/jsdom-phone.mjs').Built} */
let built;
/** @type {JsdomPhone} */
let phone;
before(async () => {
  built = await buildPhone();
});
afterEach(() => phone.close());

/** @param {string} url @param {Record<string, any>} [answers] */
async function open(url, answers) {
  phone = new JsdomPhone(built, new ServiceDouble(answers), { url });
  await phone.ready();
}

test('投诉建议', async () => {
  const FEEDBACK = 'packages/me/feedback/feedback';
  await open(FEEDBACK, { 'GET /feedback': { items: [] } });
  phone.tap('写一条');
  phone.tap('建议');
  phone.type('textarea', '路灯坏了三天了');
  phone = phone.restart(FEEDBACK);
  await phone.until(() => phone.find('textarea'));
  assert.equal(phone.find('textarea').value, '路灯坏了三天了');
  const chosen = phone.findAll('[role=radio]').filter((one) => one.getAttribute('aria-checked') === 'true');
  assert.deepEqual(chosen.map((one) => one.getAttribute('aria-label')), ['建议']);
});

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
    'GET /villages/{village_id}/goods': { items: [{ id: 7, name: '香皂', price_points: 5, stock: 9 }], actions: ['order'] },
    'GET /households/{household_id}/points': { redeemable: 20 },
  });
  phone.press(phone.find('[role=button][aria-label*=香皂]:not(.key-off)'));
  await phone.until(() => phone.page.data.sum === 5);
  phone = phone.restart(GOODS);
  await phone.until(() => phone.page.data.sum === 5, 'the basket is still full');
});

test('添加孩子', async () => {
  const CHILD = 'packages/household/child/child';
  await open(CHILD, { 'GET /me': { household_id: 9 }, 'GET /households/{household_id}': { actions: ['add_child'] }, 'GET /consent-texts': SERVICE });
  phone.type('input', '冉小满');
  phone = phone.restart(CHILD);
  await phone.until(() => phone.find('input'));
  assert.equal(phone.find('input').value, '冉小满');
});

test('登记一户', async () => {
  const REGISTER = 'packages/workbench/register/register?village=1';
  await open(REGISTER);
  phone.type('input', '三组');
  phone = phone.restart(REGISTER);
  await phone.ready();
  assert.equal(phone.find('input').value, '三组');
});

test('退回自评的原因，只算这一次交的', async () => {
  const REVIEW = 'packages/workbench/review/review?id=1';
  const ASSESSMENT = 'GET /assessments/{assessment_id}';
  const submitted = (/** @type {number} */ round) => ({ state: 'submitted', actions: ['confirm', 'return'], submissions: round });
  await open(REVIEW, { [ASSESSMENT]: submitted(1) });
  phone.tap('这条不对');
  phone = phone.restart(REVIEW);
  await phone.see('这条没问题');
  phone.service.answers[ASSESSMENT] = submitted(2);
  phone = phone.restart(REVIEW);
  await phone.ready();
  assert.ok(!phone.words.includes('这条没问题'));
});

test('办新活动：种类没有了，就从头选', async () => {
  const CREATE = 'packages/organise/create/create?village=1';
  const kind = (/** @type {Record<string, any>} */ given) => ({ items: [{ needs: [], minutes: 60, ...given }] });
  await open(CREATE, { 'GET /activity-types': kind({ code: 'A11', group_code: 'WST', name: '光盘行动' }) });
  ['光盘与垃圾分类', '光盘行动', '今天', '上午9点'].forEach((word) => phone.tap(word));
  phone = phone.restart(CREATE);
  await phone.see('看一看，就发布');
  phone.service.answers['GET /activity-types'] = kind({ code: 'A31', group_code: 'RIV', name: '护河' });
  phone = phone.restart(CREATE);
  await phone.see('办哪一类？');
});
