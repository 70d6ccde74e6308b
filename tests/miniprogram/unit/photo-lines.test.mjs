// What is said of each photo of an act: to who took it, on this phone or another, and to who decides.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainPhone } from '../support/plain-phone.mjs';

const shown = (state, parts = {}) => ({ sha256: 'a', file_id: 3, state, link: null, looks_like: [], ...parts });

/** @param {any} [kept] what this phone still has of it */
function lines(kept) {
  const phone = plainPhone();
  if (kept) phone.load('services/device/storage.js').keep('photos:kept', [{ sha256: 'a', path: 'wxfile://a', form: '', ...kept }]);
  return phone.load('utils/photo-lines.js').photoLines;
}

test('a photo on its way is seen on the phone that has it, and only there it can be sent again', () => {
  const [here] = lines({})([shown('missing', { file_id: null })]);
  assert.deepEqual([here.src, here.isHere, here.mark.word, here.hint],
    ['wxfile://a', true, '还没传完', '已存在手机里，等网络好了自动接着传。']);
  const [elsewhere] = lines()([shown('missing', { file_id: null })]);
  assert.deepEqual([elsewhere.src, elsewhere.isHere], ['', false]);
  assert.match(elsewhere.hint, /它在拍照的那部手机里/);
});

test('one the service did not take says so in its words', () => {
  const [line] = lines({ refusal: { title: '不是照片', detail: '请换一张。' } })([shown('missing')]);
  assert.deepEqual([line.mark.word, line.hint, line.isHere], ['这张不能用', '这张不能用：请换一张。', false]);
});

test('each state of the check has its words, other ones for who decides', () => {
  const photoLines = lines();
  const words = (state, reader) => photoLines([shown(state)], reader).map(({ mark, hint }) => [mark.word, hint])[0];
  assert.deepEqual(words('passed'), ['已看过，可以用', '']);
  assert.match(words('pending').join(), /正在检查.*通过后村里才看得到/);
  assert.match(words('refused').join(), /不能用.*请换一张/);
  assert.match(photoLines([shown('passed', { removed_at: '2026-01-01' })])[0].hint, /按规定删了/);
  assert.equal(words('pending', { isReview: true })[1], '正在检查，通过后才看得到。');
});

test('what looks alike names its household and is seen only with its link', () => {
  const other = { file_id: 9, claim_id: 2, household_label: '2组王某家', link: null };
  const [{ alike }] = lines()([shown('passed', { link: 'http://x/files/t', looks_like: [other] })], { isReview: true });
  assert.deepEqual(alike, [{ id: 9, label: '2组王某家的', src: '' }]);
  assert.deepEqual(lines()(undefined), []);
});
