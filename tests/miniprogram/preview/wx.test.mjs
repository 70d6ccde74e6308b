// The `wx` surface: answers and errors of its calls, storage of each person, the line, dialogs, sound.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { call, startAll, started } from './opened.mjs';

const SERVICE = 'http://127.0.0.1:8080';
let all;
let page;
before(async () => {
  all = await startAll();
});
beforeEach(async () => {
  page = await all.open();
});
after(() => all.close());

test('a call answers a promise without callbacks and nothing with them', async () => {
  const kinds = await page.evaluate(async () => {
    const promised = wx.getStorage({ key: 'none' }).catch((failure) => failure);
    const called = wx.getStorage({ key: 'none', fail() {} });
    return [await promised, called === undefined];
  });
  assert.deepEqual(kinds, [{ errMsg: 'getStorage:fail data not found' }, true]);
});

test('success, fail and complete are called as WeChat does', async () => {
  const order = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const told = [];
        const note = (name) => (answer) => told.push(`${name} ${answer.errMsg}`);
        const callbacks = { success: note('success'), fail: note('fail'), complete: note('complete') };
        wx.setStorage({ key: 'a', data: 1, ...callbacks });
        told.push('after');
        setTimeout(() => resolve(told), 50);
      }),
  );
  assert.deepEqual(order, ['after', 'success setStorage:ok', 'complete setStorage:ok']);
});

test('each person has a phone of her own', async () => {
  await page.evaluate(() => wx.setStorageSync('note', { mine: true }));
  const change = (person) =>
    Promise.all([
      page.waitForEvent('load'),
      page.evaluate((name) => __preview.configure({ person: name }), person),
    ]);
  await change('auntie');
  await started(page);
  assert.equal(await page.evaluate(() => wx.getStorageSync('note')), '');
  await change('demo-guest');
  await started(page);
  assert.deepEqual(await page.evaluate(() => wx.getStorageSync('note')), { mine: true });
  assert.deepEqual(await page.evaluate(() => wx.getStorageInfoSync().keys), ['note']);
  await Promise.all([page.waitForEvent('load'), page.evaluate(() => __preview.reset())]);
  await started(page);
  assert.equal(await page.evaluate(() => wx.getStorageSync('note')), '');
});

test('signing in asks the stand-in for a code of this person', async () => {
  const { code } = await call(page, 'login');
  assert.match(code, /^code-of-/);
  const { url, body } = all.echo.asked.at(-1);
  assert.deepEqual([url, JSON.parse(body)], ['/__ctl/login-code', { openid: 'demo-guest' }]);
});

test('a request is sent as WeChat sends it', async () => {
  const header = { 'Idempotency-Key': 'k' };
  const options = { url: `${SERVICE}/x?a=1`, method: 'POST', data: { b: 2 }, header };
  const answer = await call(page, 'request', options);
  assert.equal(answer.statusCode, 200);
  assert.equal(answer.data.url, '/x?a=1');
  const { method, body, headers } = all.echo.asked.at(-1);
  assert.deepEqual([method, body, headers['idempotency-key']], ['POST', '{"b":2}', 'k']);
  assert.equal(headers.referer, 'https://servicewechat.com/touristappid/devtools/page-frame.html');
  assert.deepEqual([headers.origin, headers.cookie], [undefined, undefined]);
  const got = await call(page, 'request', { url: `${SERVICE}/y`, data: { q: '中' } });
  assert.equal(got.data.url, `/y?q=${encodeURIComponent('中')}`);
});

test('an answer that refuses is an answer', async () => {
  assert.equal((await call(page, 'request', { url: `${SERVICE}/refused` })).statusCode, 422);
});

test('a request answers a task, no promise', async () => {
  const aborted = await page.evaluate(
    (url) =>
      new Promise((resolve) => {
        const task = wx.request({ url, fail: resolve });
        if (typeof task.then === 'function') resolve('a promise');
        task.abort();
      }),
    `${SERVICE}/x`,
  );
  assert.deepEqual(aborted, { errMsg: 'request:fail abort' });
});

test('other domains are refused', async () => {
  const { errMsg } = await call(page, 'request', { url: 'https://example.com/' });
  assert.equal(errMsg, 'request:fail url not in domain list');
});

test('a line that is down fails at once, a slow one late', async () => {
  const heard = page.evaluate(() => new Promise((resolve) => wx.onNetworkStatusChange(resolve)));
  await page.evaluate(() => __preview.configure({ network: 'off' }));
  assert.deepEqual(await heard, { isConnected: false, networkType: 'none' });
  const down = await call(page, 'request', { url: `${SERVICE}/x` });
  assert.match(down.errMsg, /^request:fail/);
  assert.equal((await call(page, 'getNetworkType')).networkType, 'none');
  await page.evaluate(() => __preview.configure({ network: 'slow' }));
  const late = await call(page, 'request', { url: `${SERVICE}/x`, timeout: 300 });
  assert.deepEqual(late, { errMsg: 'request:fail timeout', errno: 5 });
});

test('a chosen picture is uploaded as multipart', async () => {
  const choosing = page.waitForEvent('filechooser');
  const chosen = call(page, 'chooseMedia', { count: 1, mediaType: ['image'] });
  await (await choosing).setFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('picture') });
  const [{ tempFilePath, size }] = (await chosen).tempFiles;
  assert.match(tempFilePath, /^wxfile:\/\/.*\.png$/);
  assert.equal(size, 7);
  const options = { url: `${SERVICE}/up`, name: 'file', filePath: tempFilePath, formData: { kind: 'proof' } };
  const answer = await call(page, 'uploadFile', options);
  assert.equal(typeof answer.data, 'string');
  const { headers, body } = all.echo.asked.at(-1);
  assert.match(headers['content-type'], /^multipart\/form-data/);
  assert.match(body, /name="kind"[\s\S]*proof[\s\S]*name="file"; filename=".*\.png"[\s\S]*picture/);
  const missing = await call(page, 'uploadFile', { ...options, filePath: 'wxfile://gone' });
  assert.match(missing.errMsg, /^uploadFile:fail no such file/);
});

test('a document is fetched under a name of its own and opened by it', async () => {
  const filePath = 'wxfile://usr/门牌码.pdf';
  const fetched = await call(page, 'downloadFile', { url: `${all.echo.url}/files/abc`, filePath });
  assert.deepEqual([fetched.statusCode, fetched.filePath], [200, filePath]);
  assert.equal(all.echo.asked.at(-1).url, '/files/abc');
  assert.equal((await call(page, 'openDocument', { filePath, showMenu: true })).errMsg, 'openDocument:ok');
  await page.getByRole('dialog', { name: '门牌码.pdf' }).getByRole('link', { name: /右上角可以转发/ }).waitFor();
  const content = await page.evaluate(
    (path) => new Promise((resolve) => wx.getFileSystemManager().readFile({ filePath: path, encoding: 'utf8', success: resolve })),
    filePath,
  );
  assert.match(content.data, /"url":"\/files\/abc"/);
  const { tempFilePath } = await call(page, 'downloadFile', { url: `${SERVICE}/x` });
  const other = await call(page, 'openDocument', { filePath: tempFilePath });
  assert.equal(other.errMsg, 'openDocument:fail filetype not supported');
});

test('a picture is made smaller, kept under its hash, read in parts and forgotten', async () => {
  const told = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 400, height: 200 });
    const drawn = await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
    const system = wx.getFileSystemManager();
    const src = 'wxfile://usr/drawn.png';
    await system.writeFile({ filePath: src, data: drawn });
    const { tempFilePath } = await wx.compressImage({ src, quality: 60, compressedWidth: 100 });
    const { width, height } = await wx.getImageInfo({ src: tempFilePath });
    const { savedFilePath } = await system.saveFile({ tempFilePath });
    const gone = await system.readFile({ filePath: tempFilePath }).catch(({ errMsg }) => errMsg);
    const { size, digest } = await system.getFileInfo({ filePath: savedFilePath, digestAlgorithm: 'sha256' });
    const { data } = await system.readFile({ filePath: savedFilePath, position: 0, length: 2 });
    await system.removeSavedFile({ filePath: savedFilePath });
    const removed = await system.getFileInfo({ filePath: savedFilePath, digestAlgorithm: 'sha256' }).catch(({ errMsg }) => errMsg);
    return { width, height, gone, size, digest, begins: [...new Uint8Array(data)], removed };
  });
  assert.deepEqual([told.width, told.height, told.begins], [100, 50, [0xff, 0xd8]]);
  assert.ok(told.size > 100 && /^[0-9a-f]{64}$/.test(told.digest));
  assert.match(told.gone, /no such file/);
  assert.match(told.removed, /no such file/);
});

test('dialogs wait for an answer', async () => {
  const asked = call(page, 'showModal', { title: '要交吗', content: '交了就改不了', confirmText: '交' });
  await page.getByRole('dialog', { name: '要交吗' }).getByRole('button', { name: '交', exact: true }).tap();
  assert.deepEqual(await asked, { errMsg: 'showModal:ok', confirm: true, cancel: false });
  const sheet = call(page, 'showActionSheet', { itemList: ['甲', '乙'] });
  await page.getByRole('button', { name: '乙' }).tap();
  assert.equal((await sheet).tapIndex, 1);
  const left = call(page, 'showActionSheet', { itemList: ['甲'] });
  await page.getByRole('button', { name: '取消' }).tap();
  assert.deepEqual(await left, { errMsg: 'showActionSheet:fail cancel' });
});

test('a text is read aloud and ends, also without a voice', async () => {
  const told = await page.evaluate(
    () =>
      new Promise((resolve) => {
        requirePlugin('WechatSI').textToSpeech({
          lang: 'zh_CN',
          tts: true,
          content: '您好',
          success({ filename }) {
            const heard = [];
            const sound = wx.createInnerAudioContext();
            sound.onPlay(() => heard.push('play'));
            sound.onEnded(() => resolve([...heard, 'ended']));
            sound.src = filename;
            sound.play();
          },
        });
      }),
  );
  assert.deepEqual(told, ['play', 'ended']);
  assert.deepEqual(await page.evaluate(() => __preview.spoken), ['您好']);
});

test('the font size of the phone is told, and the page is shown anew', async () => {
  await page.evaluate(() => {
    getApp().lines.splice(0);
    __preview.configure({ fontSizeSetting: 24 });
  });
  const { fontSizeSetting, fontSizeScaleFactor } = await page.evaluate(() => wx.getAppBaseInfo());
  assert.deepEqual([fontSizeSetting, fontSizeScaleFactor], [24, 1.5]);
  assert.deepEqual(await page.evaluate(() => getApp().lines), [
    'first onHide', 'app onHide', 'app onShow 1001', 'first onShow', 'card page show',
  ]);
});

test('a name this preview lacks is reported, and a test may put a call in its place', async () => {
  await page.evaluate(() => wx.getWeather);
  assert.deepEqual(await page.evaluate(() => __preview.unknownNames), ['getWeather']);
  assert.deepEqual(
    await page.evaluate(() => [wx.canIUse('request'), wx.canIUse('getWeather')]),
    [true, false],
  );
  await page.evaluate(() => {
    __preview.mock.scanCode = () => ({ result: 'mocked' });
  });
  assert.deepEqual(await call(page, 'scanCode'), { errMsg: 'scanCode:ok', result: 'mocked' });
  assert.equal(await page.evaluate(() => __preview.calls.at(-1).name), 'scanCode');
});
