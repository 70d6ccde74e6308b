// Photos in the hand: chosen for a deed, kept with it, named by it, sent after it, and said to be where they are.
import assert from 'node:assert/strict';
import { afterEach, before, describe, test } from 'node:test';
import { JsdomPhone } from '../support/jsdom-phone.mjs';
import { problem, ServiceDouble } from '../support/service-double.mjs';
import { buildStand, stand, told } from '../support/stand.mjs';

const CLAIM = 'packages/points/claim/claim';
const ADD = '拍照或选照片';
const RULES = [
  { code: 'SEEN', title: '旧物改造', evidence: ['照片'], actions: ['claim'] },
  { code: 'TOLD', title: '红白事简办', evidence: ['两名见证人'], actions: ['claim'] },
];
const OPENED = { id: 'u', chunk_bytes: 4, chunks: 2, stored: [], receipt: null };
const ANSWERS = { 'GET /rules': { items: RULES }, 'POST /uploads': OPENED };

/** @type {import('../support/jsdom-phone.mjs').Built} */
let built;
/** @type {JsdomPhone} */
let phone;
/** @type {ServiceDouble} */
let service;
before(async () => {
  built = await buildStand();
});
afterEach(() => phone.close());

/** @param {string} deed @param {Record<string, any>} [answers] */
async function openClaim(deed, answers) {
  service = new ServiceDouble({ ...ANSWERS, ...answers });
  phone = new JsdomPhone(built, service, { url: CLAIM });
  await phone.ready();
  phone.tap(deed);
  await phone.see('哪天做的？');
}

const thumbnails = () => phone.findAll('[role=listitem] img').length;
const sent = () => service.calls.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
const UPLOADED = ['POST /uploads', 'PUT /uploads/u/chunks/0', 'PUT /uploads/u/chunks/1', 'POST /uploads/u/completion'];

test('a deed that photos show takes some; they outlive a restart, and go after the act that names them', async () => {
  await openClaim('旧物改造');
  await phone.see('请别拍人的脸、证件');
  phone.hold('abcdefg');
  phone.tap(ADD);
  await phone.until(() => thumbnails() === 1);
  phone = phone.restart(CLAIM);
  await phone.until(() => thumbnails() === 1, 'the photo that was chosen before');
  assert.deepEqual(sent(), [], 'nothing is sent of what is still being written');
  phone.tap('报上去');
  await phone.see('照片接着传');
  phone.tap('知道了');
  await phone.until(() => sent().length === 5);
  assert.deepEqual(sent(), ['POST /claims', ...UPLOADED]);
  const [claim, upload, , last] = service.calls.filter(({ method }) => method !== 'GET');
  assert.deepEqual(claim.data.photos, [upload.data.sha256]);
  assert.equal(last.data.toString(), 'efg');
  assert.deepEqual(phone.faults, []);
});

test('one taken out is not named; a deed that others show asks for none', async () => {
  await openClaim('旧物改造');
  phone.hold('abc', 'defgh');
  phone.tap(ADD);
  await phone.until(() => thumbnails() === 2);
  phone.press(phone.find('[aria-label="不要这张 第1张照片"]'));
  await phone.until(() => thumbnails() === 1);
  phone.tap('换一件');
  await phone.see('红白事简办');
  phone.tap('红白事简办');
  await phone.see('哪天做的？');
  assert.ok(!phone.words.includes(ADD));
  phone.tap('报上去');
  await phone.until(() => sent().length === 1);
  assert.ok(!('photos' in service.asked('POST')[0].data));
});

test('without the line the photos wait with the act, are named above every page, and go when it is back', async () => {
  await openClaim('旧物改造');
  phone.hold('abcdefg');
  phone.tap(ADD);
  await phone.until(() => thumbnails() === 1);
  phone.preview.configure({ network: 'off' });
  phone.tap('报上去');
  await phone.see('已存在手机里');
  phone.tap('知道了');
  await phone.see('还有1张照片没传完，已存在手机里，等网络好了自动接着传。');
  phone.preview.configure({ network: 'on' });
  await phone.until(() => sent().length === 5);
  await phone.until(() => !phone.words.includes('没传完'), 'nothing waits any more');
});

test('a photo the service does not take is told in its words, and forgotten when she read it', async () => {
  const detail = '这张不是照片，请换一张。';
  await openClaim('旧物改造', { 'POST /uploads': problem('not-a-picture', { detail }) });
  phone.hold('abcdefg');
  phone.tap(ADD);
  await phone.until(() => thumbnails() === 1);
  phone.tap('报上去');
  await phone.until(() => phone.dialog);
  phone.tap('知道了');
  await phone.see('有1件事没办成');
  phone.press(phone.find('.note-warm[role=link]'));
  await phone.see(detail);
  phone.tap('知道了，不送了');
  await phone.see('都送出去了');
});

test('a refused act gives its photos back to the form', async () => {
  await openClaim('旧物改造', { 'POST /claims': problem('over-cap') });
  phone.hold('abcdefg');
  phone.tap(ADD);
  await phone.until(() => thumbnails() === 1);
  phone.tap('报上去');
  await phone.see('请到村（社区）妇联问一问。');
  await phone.until(() => thumbnails() === 1);
  assert.deepEqual(sent(), ['POST /claims']);
});

describe('photo-list', () => {
  const row = { sha256: 'a', id: 3, name: '第1张照片', src: 'wxfile://a', mark: { tone: 'waiting', word: '还没传完' }, hint: '', alike: [] };

  test('says what holds up the act, and lets this phone send again and take out', () => {
    phone = stand(built, 'photo-list', { photos: [{ ...row, isHere: true }], note: '照片还没传完，别人暂时办不了。', mayRemove: true });
    assert.match(phone.words, /别人暂时办不了。.*还没传完/);
    phone.tap('再发一次');
    phone.press(phone.find('[aria-label="不要这张 第1张照片"]'));
    assert.deepEqual(told(phone).map(({ type }) => type), ['resend', 'remove']);
  });

  test('shows another that looks alike beside it, and where it may not be seen says so', () => {
    const alike = [{ id: 9, label: '王某家的', src: '' }];
    phone = stand(built, 'photo-list', { photos: [{ ...row, isHere: false, alike }], note: '' });
    assert.match(phone.words, /和另一张很像.*这一张.*那一张现在看不到。王某家的/);
    assert.ok(!phone.words.includes('再发一次'));
  });
});

test('a picker that may not use the camera says what to do', async () => {
  phone = stand(built, 'photo-picker', { form: 'f', most: 3 });
  phone.preview.mock.chooseMedia = () => Promise.reject(new Error('auth deny'));
  phone.tap(ADD);
  await phone.see('请在手机的设置里让微信用相机和照片');
  phone.preview.mock.chooseMedia = () => Promise.reject(new Error('cancel'));
  phone.tap(ADD);
  await phone.until(() => phone.words.includes(ADD) && !phone.words.includes('设置里'), 'who leaves the album reads nothing');
});
