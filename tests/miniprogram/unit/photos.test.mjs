// Photos are kept before they are sent, go in chunks, and lose nothing wherever the line breaks.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainPhone, restarted } from '../support/plain-phone.mjs';
import { addCamera, photoService } from '../support/plain-pictures.mjs';

const FORM = 'claim:mine';
const KB = 1024;
const picture = (size, first = 'p') => Buffer.from(first + 'abcdefghij'.repeat(Math.ceil(size / 10))).subarray(0, size);

/** A phone with one picture chosen for a form. */
async function started({ line = {}, pictures = [picture(35)] } = {}) {
  const service = photoService(line);
  const phone = plainPhone({ answer: service.answer });
  const camera = addCamera();
  const photos = phone.load('services/photos.js');
  camera.roll.push(...pictures);
  await photos.add(FORM, 9, null);
  return { service, phone, camera, photos };
}

const done = async () => /** @type {const} */ ('done');

test('what is chosen stays on the phone until it is handed in, and then until the receipt', async () => {
  const { service, phone, camera, photos } = await started();
  assert.equal(photos.of(FORM).length, 1);
  assert.deepEqual(phone.calls, [], 'nothing is sent of what is still being written');
  await photos.handIn(FORM, async (hashes) => {
    assert.deepEqual(hashes, [photos.waiting()[0].sha256]);
    return 'done';
  });
  await photos.flush();
  assert.deepEqual([...service.kept.values()], [picture(35)]);
  assert.deepEqual([photos.of(FORM), photos.handedIn()], [[], []]);
  assert.deepEqual([...camera.files.keys()].filter((path) => path.includes('store')), []);
  assert.deepEqual(phone.calls.filter(({ method }) => method === 'PUT').map(({ header }) => header['content-type']),
    Array(4).fill('application/octet-stream'));
});

test('a line that breaks at any call, before it or after, loses nothing and sends no chunk twice', async () => {
  const whole = await started();
  await whole.photos.handIn(FORM, done);
  await whole.photos.flush();
  const { calls, chunks } = whole.service;
  for (const losesAnswer of [false, true]) {
    for (let cutAt = 1; cutAt <= calls; cutAt += 1) {
      const { service, phone, camera, photos } = await started({ line: { cutAt, losesAnswer } });
      await photos.handIn(FORM, done);
      await photos.flush();
      const again = restarted(phone);
      addCamera({ files: camera.files });
      const later = again.load('services/photos.js');
      await later.flush();
      assert.deepEqual([...service.kept.values()], [picture(35)], `cut at ${cutAt}, ${losesAnswer}`);
      assert.equal(service.chunks, chunks, `chunks sent when cut at ${cutAt}, ${losesAnswer}`);
      assert.deepEqual(later.handedIn(), []);
      await photos.flush(); // ends the waiting of the phone that was switched off
    }
  }
});

test('a refused act gives the photos back to the form; a kept one sends them after it', async () => {
  const { photos, service } = await started();
  assert.equal(await photos.handIn(FORM, async () => 'refused'), 'refused');
  assert.deepEqual([photos.of(FORM).length, photos.handedIn().length], [1, 0]);
  await photos.handIn(FORM, async () => 'kept');
  await photos.flush();
  assert.equal(service.kept.size, 1);
});

test('acts go before the photos they name', async () => {
  const { photos, phone } = await started();
  const { act } = phone.load('services/client/outbox.js');
  await photos.handIn(FORM, async (hashes) => {
    act({ label: '报', path: '/claims', data: { photos: hashes } });
    return 'done';
  });
  await photos.flush();
  const paths = phone.calls.map(({ path }) => path);
  assert.ok(paths.indexOf('/claims') < paths.indexOf('/uploads'));
});

test('a photo that is never taken keeps the service\'s words, and holds up no other', async () => {
  const { photos, phone, service } = await started({ pictures: [picture(35), picture(20, 'q')] });
  const [first] = photos.of(FORM);
  const refusal = { title: '这不是照片', detail: '请换一张。' };
  phone.answer = (call) =>
    call.path === '/uploads' && call.data.sha256 === first.sha256
      ? { status: 422, data: { type: '/problems/not-a-picture', ...refusal } }
      : service.answer(call);
  await photos.handIn(FORM, done);
  await photos.flush();
  const told = { type: 'not-a-picture', ...refusal };
  assert.deepEqual(photos.handedIn().map((photo) => [photo.sha256, photo.refusal]), [[first.sha256, told]]);
  assert.deepEqual([...service.kept.values()], [picture(20, 'q')]);
});

test('a photo held up for want of a consent waits on this phone, and goes once she has agreed', async () => {
  const { photos, phone, service } = await started();
  const refusal = { type: '/problems/consent-required', title: '先要您同意', detail: '看过说明再传。', purpose: 'service' };
  phone.answer = (call) => (call.path === '/uploads' ? { status: 403, data: refusal } : service.answer(call));
  await photos.handIn(FORM, done);
  await photos.flush();
  const [waits] = photos.handedIn();
  assert.equal(waits.refusal.type, 'consent-required');
  phone.answer = service.answer;
  await photos.again();
  assert.deepEqual([photos.handedIn(), service.kept.size], [[], 1]);
});

test('a photo damaged on its way is sent once more, and then told', async () => {
  for (const [damaged, kept] of [[1, 1], [2, 0]]) {
    const { photos, phone, service } = await started();
    let left = damaged;
    phone.answer = (call) => {
      if (!call.path.endsWith('/completion') || left === 0) return service.answer(call);
      left -= 1;
      service.uploads.clear();
      return { status: 422, data: { type: '/problems/hash-differs', title: '照片没有收全', detail: '请再拍一张。' } };
    };
    await photos.handIn(FORM, done);
    await photos.flush();
    assert.deepEqual([service.kept.size, photos.handedIn().length], [kept, 1 - kept]);
  }
});

test('too many for today wait, in the service\'s words', async () => {
  const { photos, service } = await started();
  const detail = '今天传的照片太多了，明天接着传。';
  service.refuses = { status: 429, data: { type: '/problems/too-many-photos', title: '太多了', detail, seconds: 1 } };
  await photos.handIn(FORM, done);
  await photos.flush();
  assert.equal(photos.standing(), detail);
  assert.equal(photos.waiting().length, 1);
  service.refuses = null;
  await photos.flush();
  assert.equal(photos.standing(), '');
});

test('a file the phone has lost is told and can be forgotten', async () => {
  const { photos, camera } = await started();
  await photos.handIn(FORM, async () => {
    camera.files.clear();
    return 'done';
  });
  await photos.flush();
  const [{ sha256, refusal }] = photos.handedIn();
  assert.equal(refusal.title, '照片不在手机里了');
  await photos.forget(sha256);
  assert.deepEqual(photos.handedIn(), []);
});

test('the same picture chosen twice is one; one taken out leaves no file', async () => {
  const { photos, camera } = await started();
  camera.roll.push(picture(35));
  assert.equal((await photos.add(FORM, 9, null)).length, 1);
  assert.deepEqual(await photos.add(FORM, 9, null), photos.of(FORM), 'who leaves the album chose nothing');
  await photos.remove(FORM, photos.of(FORM)[0].sha256);
  assert.deepEqual([...camera.files.keys()].filter((path) => path.includes('store')), []);
});

test('a large picture becomes small by quality, then by width, never wider than it was', async () => {
  const made = [];
  for (const [width, share] of [[4000, 0.4], [4000, 0.1], [1400, 0.4], [600, 0.4]]) {
    const phone = plainPhone();
    const shrunk = ({ quality, compressedWidth = width }) => (quality / 100) * (compressedWidth / width) ** 2 * share;
    const camera = addCamera({ width, shrunk });
    camera.roll.push(picture(4000 * KB));
    const { choose, keep } = phone.load('services/device/pictures.js');
    const { bytes } = await keep((await choose(1))[0]);
    made.push([bytes <= 300 * KB, camera.steps.map((step) => step.compressedWidth || step.quality)]);
  }
  assert.deepEqual(made, [
    [true, [80, 60, 1600]],
    [true, [80, 60]],
    [true, [80, 60, 1280, 960, 640]],
    [false, [80, 60]],
  ]);
});
