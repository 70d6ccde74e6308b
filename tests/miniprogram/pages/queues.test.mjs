// The queues of photos, of reports and of corrections that people look at: what a leader sees, and what she decides.
import assert from 'node:assert/strict';
import { afterEach, before, test } from 'node:test';
import { buildPhone, JsdomPhone } from '../support/jsdom-phone.mjs';
import { ServiceDouble } from '../support/service-double.mjs';

const PHOTOS = 'packages/workbench/photos/photos';
const REPORTS = 'packages/workbench/reports/reports';
const CORRECTIONS = 'packages/workbench/corrections/corrections?village=7';
const LINK = 'http://127.0.0.1:8080/files/abc';
const PHOTO = { id: 4, state: 'for_people', link: LINK, label: 20002, actions: ['decide'] };
const CORRECTION = { id: 2, field: 'relation', says_now: 'child', wanted: 'other', text_state: null, actions: ['decide'] };
const REPORT = { id: 6, kind: 'activity', object_id: 3, reason: 'advert', text: '低价代购', link: null, actions: ['decide', 'hide'] };

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

/** @param {string} url @param {Record<string, any>} answers */
async function open(url, answers) {
  service = new ServiceDouble(answers);
  phone = new JsdomPhone(built, service, { url });
  await phone.ready();
}

/** The next answer to what was asked for, once something was decided. @param {string} operation */
async function decided(operation) {
  service.answers[operation] = { items: [] };
  await phone.until(() => service.asked('POST').length);
  const [{ path, data }] = service.asked('POST');
  return { path, data };
}

test('a photo is looked at large, and may be shown', async () => {
  await open(PHOTOS, { 'GET /photo-checks': { items: [PHOTO] } });
  assert.ok(phone.words.includes('微信觉得可能是色情'));
  phone.press(phone.find('.photo'));
  await phone.until(() => phone.preview.calls.some((/** @type {any} */ { name }) => name === 'previewImage'));
  phone.tap('可以显示');
  assert.deepEqual(await decided('GET /photo-checks'), { path: '/photo-checks/4/decision', data: { passes: true } });
  await phone.see('没有等您看的照片');
});

test('a photo is kept back after a question that says who will read what', async () => {
  await open(PHOTOS, { 'GET /photo-checks': { items: [PHOTO] } });
  phone.tap('不能显示');
  await phone.see('这户会看到没有通过');
  phone.tap('不能显示');
  assert.deepEqual(await decided('GET /photo-checks'), { path: '/photo-checks/4/decision', data: { passes: false } });
});

test('nobody decides upon a photo of her own household, or one that cannot be seen', async () => {
  const own = { ...PHOTO, id: 5, actions: [] };
  await open(PHOTOS, { 'GET /photo-checks': { items: [own, { ...PHOTO, link: null }] } });
  assert.ok(!phone.words.includes('可以显示'));
  assert.ok(phone.words.includes('这张照片现在打不开'));
});

test('what was reported stays, or is shown no more', async () => {
  await open(REPORTS, { 'GET /reports': { items: [REPORT] } });
  assert.ok(phone.words.includes('说是广告') && phone.words.includes('低价代购'));
  phone.tap('不让显示');
  await phone.see('别人就看不到了');
  phone.tap('不了');
  phone.tap('没有问题，照常显示');
  assert.deepEqual(await decided('GET /reports'), { path: '/reports/6/decision', data: { hides: false } });
  await phone.see('没有等您看的举报');
});

test('a notice that was reported is looked at; it cannot be hidden', async () => {
  const notice = { ...REPORT, kind: 'notice', object_id: 8, text: null, actions: ['decide'] };
  await open(REPORTS, { 'GET /reports': { items: [notice] } });
  assert.ok(phone.words.includes('公示是正式的记录') && !phone.words.includes('不让显示'));
  phone.tap('看这张公示');
  await phone.until(() => phone.page.route === 'packages/points/notice/notice');
  assert.equal(phone.page.options.id, '8');
});

test('what is written wrong is read beside what it should be, and put right with two taps', async () => {
  await open(CORRECTIONS, { 'GET /corrections': { items: [CORRECTION, { ...CORRECTION, id: 3, actions: [] }] } });
  assert.ok(phone.words.includes('现在写的：子女') && phone.words.includes('应该是：其他'));
  assert.ok(phone.words.includes('要请别人来办'));
  phone.tap('看一看，改不改');
  await phone.see('点了就改好');
  phone.tap('答复本人');
  phone.tap('照这样改');
  phone.tap('答复本人');
  const data = { accepts: true, answer: null };
  assert.deepEqual(await decided('GET /corrections'), { path: '/corrections/2/decision', data });
  await phone.see('没有等您看的更正');
});

test('whoever leaves it as it is says why; the levels above do not read it', async () => {
  const seenAbove = { ...CORRECTION, id: 3, says_now: null, wanted: null, actions: [] };
  await open(CORRECTIONS, { 'GET /corrections': { items: [CORRECTION, seenAbove] } });
  assert.ok(phone.words.includes('只有村（社区）妇联看得到'));
  phone.tap('看一看，改不改');
  await phone.see('改不改？');
  phone.tap('不改');
  phone.tap('答复本人');
  assert.deepEqual(service.asked('POST'), []);
  phone.type('textarea', ' 户口本上是这样写的。 ');
  phone.tap('答复本人');
  const data = { accepts: false, answer: '户口本上是这样写的。' };
  assert.deepEqual(await decided('GET /corrections'), { path: '/corrections/2/decision', data });
});
