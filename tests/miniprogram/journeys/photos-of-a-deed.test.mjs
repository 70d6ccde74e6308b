// A deed and the photo that shows it, on a line that breaks in the middle: kept, sent on, looked at, confirmed.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { audit } from '../support/audit.mjs';
import { choosePicture, drawJpeg } from '../support/pictures.mjs';
import { startStage } from '../support/stage.mjs';

const RESIDENT = 'demo-rural-household-001';
const CHAIR = 'demo-rural-chair';
const DEED = '旧物改造/闲置交换';
const CHUNK_BYTES = 65536;
const SMALL_BYTES = 300 * 1024;
const SIZES = {
  standard: { elder: false, width: 390, height: 844, fontSizeSetting: 16 },
  elder: { elder: true, width: 390, height: 844, fontSizeSetting: 16 },
  smallest: { elder: true, width: 320, height: 640, fontSizeSetting: 24 },
};

/** @type {import('../support/stage.mjs').Stage} */
let stage;
/** @type {import('../support/phone.mjs').Phone} */
let phone;
/** @type {Awaited<ReturnType<import('../support/stage.mjs').Stage['api']>>} */
let household;
/** @type {{ id: number, photos: any[] }} */
let claim;
/** @type {{ bytes: number, sha256: string }} as this phone keeps it */
let sent;
/** @type {string[]} the chunks the service has, whether the phone heard it or not */
const arrived = [];
before(async () => {
  stage = await startStage();
  household = await stage.api(RESIDENT);
  phone = await stage.openPhone({ person: RESIDENT, path: '/packages/points/claim/claim' });
});
after(() => stage?.close());

test('a large picture is chosen, made small and shown', async () => {
  await phone.tap(new RegExp(DEED));
  await phone.see('请别拍人的脸、证件');
  const picture = await drawJpeg(phone, { width: 1200, height: 900 });
  assert.ok(picture.length > SMALL_BYTES, `${picture.length} bytes are no large picture`);
  await choosePicture(phone, picture);
  await phone.find('不要这张 第1张照片').waitFor();
  [sent] = await phone.page.evaluate(() => wx.getStorageSync('photos:kept'));
  assert.ok(sent.bytes <= SMALL_BYTES && sent.bytes > CHUNK_BYTES, `${sent.bytes} bytes`);
  await lookInAllSizes('photos/chosen');
});

test('the line breaks within a chunk: the act is there, its photo is said to be on its way', async () => {
  await breakAtChunk(1);
  await phone.tap('报上去');
  await phone.tap('知道了');
  await phone.see('还有1张照片没传完');
  claim = await reported();
  assert.deepEqual([claim.photos.length, claim.photos[0].state], [1, 'missing']);
  await phone.launch(`/packages/points/explain/explain?claim=${claim.id}`);
  await phone.see('照片还没传完，别人暂时办不了。');
  await lookInAllSizes('photos/on-its-way');
});

test('meanwhile the village reads why it has to wait', async () => {
  const leader = await stage.openPhone({ person: CHAIR, path: `/packages/workbench/claim/claim?id=${claim.id}` });
  await leader.see('照片还没传完');
  assert.equal(await leader.page.getByRole('button', { name: '确认', exact: true }).count(), 0);
});

test('after a restart the line is back: only what is missing is sent, and the receipt ends it', async () => {
  await phone.network('off');
  await phone.restart();
  await phone.page.unrouteAll();
  const again = watchChunks();
  await phone.network('on');
  await phone.until(async () => (await shown(claim.id)).is_complete);
  assert.ok(again.length > 0 && arrived.every((chunk) => !again.includes(chunk)), `${arrived} and again ${again}`);
  await phone.launch('/packages/me/outbox/outbox');
  await phone.see('都送出去了');
});

test('what is stored is a picture without more, and is shown to the village once it has passed', async () => {
  await phone.until(async () => (await shown(claim.id)).photos[0].state === 'passed');
  await phone.launch(`/packages/points/explain/explain?claim=${claim.id}`);
  await phone.see('已看过，可以用');
  await lookInAllSizes('photos/passed');
  const [{ link, sha256 }] = (await shown(claim.id)).photos;
  const bytes = Buffer.from(await (await fetch(link)).arrayBuffer());
  const { receipt } = await household.post('/uploads', { sha256, bytes: sent.bytes });
  assert.equal(createHash('sha256').update(bytes).digest('hex'), receipt.stored_sha256);
  assert.equal(bytes.subarray(0, 2).toString('hex'), 'ffd8', 'a JPEG');
  assert.ok(!bytes.includes('Exif'));
});

test('the leader looks at it and confirms', async () => {
  const leader = stage.phones[1];
  await leader.launch(`/packages/workbench/claim/claim?id=${claim.id}`);
  await leader.page.getByRole('button', { name: '第1张照片' }).tap();
  await leader.page.getByRole('button', { name: '关闭图片' }).tap();
  await leader.screenshot('photos/leader');
  await leader.tap('确认');
  await leader.see(/确认好了/);
});

/** This chunk arrives, its answer gets lost, and so does every chunk after it. @param {number} position */
async function breakAtChunk(position) {
  await phone.page.route('**/*chunks*', async (route) => {
    if (arrived.length > position) return route.abort();
    const response = await route.fetch();
    arrived.push(chunkOf(route.request()));
    return arrived.length > position ? route.abort() : route.fulfill({ response });
  });
}

/** @returns {string[]} the chunks sent from now on */
function watchChunks() {
  /** @type {string[]} */
  const chunks = [];
  phone.page.on('request', (request) => {
    if (request.url().includes('chunks')) chunks.push(chunkOf(request));
  });
  return chunks;
}

/** @param {import('playwright-core').Request} request */
const chunkOf = (request) => decodeURIComponent(request.url()).split('/').slice(-1)[0];

async function reported() {
  const { household_id: id } = await household.get('/me');
  const { items } = await household.get(`/claims?household_id=${id}&state=submitted`);
  return shown(items.find((/** @type {any} */ { rule_title: title }) => title === DEED).id);
}

/** @param {number} id */
const shown = async (id) => (await household.get(`/claims/${id}`)).claim;

/** Picture and measure what is on the screen in the three sizes. @param {string} name */
async function lookInAllSizes(name) {
  for (const [size, { elder, width, height, fontSizeSetting }] of Object.entries(SIZES)) {
    await phone.page.setViewportSize({ width, height });
    await phone.page.evaluate(
      ([isElder, fontSize]) => {
        __preview.configure({ fontSizeSetting: fontSize });
        window.getApp().setElder(isElder);
      },
      /** @type {const} */ ([elder, fontSizeSetting]),
    );
    await phone.settle();
    await phone.screenshot(`${name}-${size}`);
    assert.deepEqual(await audit(phone, { isElder: elder }), [], `${name} ${size}`);
  }
}
