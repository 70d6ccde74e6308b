// The preview's server: the rules of the request channel, the demo's answers, files of its own folders only.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { startPreview } from '../../../tools/preview/serve.mjs';
import { FIXTURE, freshFolder, startEcho } from './opened.mjs';

let echo;
let preview;
let catalogue;
before(async () => {
  echo = await startEcho();
  catalogue = path.join(freshFolder(), 'catalogue.json');
  const out = freshFolder();
  preview = await startPreview({ source: FIXTURE, out, service: echo.url, standin: echo.url, catalogue });
});
after(async () => {
  await preview.close();
  await echo.close();
});

const ask = (address, init) => fetch(new URL(address, preview.url), { redirect: 'manual', ...init });
const channel = (url, init) => ask(`request/${encodeURIComponent(url)}`, init);

test('the logical service is reached, and no cookie passes either way', async () => {
  const init = { headers: { cookie: 'x=y', origin: 'http://evil' } };
  const answer = await channel('http://127.0.0.1:8080/a/b?c=%2F', init);
  assert.equal((await answer.json()).url, '/a/b?c=%2F');
  assert.equal(answer.headers.get('set-cookie'), null);
  const { headers } = echo.asked.at(-1);
  assert.deepEqual([headers.cookie, headers.origin], [undefined, undefined]);
});

test('the service is reached under its own address too, which links to files bear', async () => {
  assert.equal((await (await channel(`${echo.url}/files/abc`)).json()).url, '/files/abc');
});

test('redirects are not followed', async () => {
  const answer = await channel('http://127.0.0.1:8080/moved');
  assert.equal(answer.status, 302);
  assert.equal(echo.asked.at(-1).url, '/moved');
});

test('a service that breaks off in the middle of its answer was not reached', async () => {
  const answer = await channel('http://127.0.0.1:8080/broken');
  assert.match(answer.headers.get('preview-request-fail'), /^net::/);
});

test('an address that cannot be read is a failure of its own only', async () => {
  assert.equal((await ask('phone/%')).status, 500);
  assert.equal((await ask('')).status, 200);
});

const foreign = [
  'https://example.com/', 'http://127.0.0.1:8081/__ctl/reset', 'http://127.0.0.1:8080@example.com/', 'x',
];
for (const url of foreign) {
  test(`${url} is not in the domain list`, async () => {
    const before = echo.asked.length;
    const answer = await channel(url);
    assert.equal(answer.headers.get('preview-request-fail'), 'url not in domain list');
    assert.equal(echo.asked.length, before);
  });
}

test('a path that looks like another host stays with the service', async () => {
  await channel('http://127.0.0.1:8080//example.com/');
  assert.equal(echo.asked.at(-1).url, '//example.com/');
});

test('the catalogue may be missing', async () => {
  const read = async () => (await ask('catalogue')).json();
  assert.deepEqual(await read(), { people: [], codes: [], templates: [] });
  const people = [{ openid: 'a', title: '甲' }];
  fs.writeFileSync(catalogue, JSON.stringify({ people }));
  assert.deepEqual(await read(), { people, codes: [], templates: [] });
});

test('files come from the preview and the mini-program, from nowhere else', async () => {
  assert.equal((await ask('')).headers.get('content-type'), 'text/html; charset=utf-8');
  assert.equal((await ask('phone/files/assets/dot.svg')).headers.get('content-type'), 'image/svg+xml');
  assert.equal((await ask('fonts/noto-sans-sc-chinese-simplified-400-normal.woff2')).status, 200);
  assert.equal((await ask('phone/files/..%2F..%2F..%2F..%2Fpackage.json')).status, 404);
  assert.equal((await ask('none.html')).status, 404);
  assert.equal((await ask('/')).headers.get('location'), '/preview/');
});

test('a mini-program with errors is not served', async () => {
  const source = freshFolder();
  fs.writeFileSync(path.join(source, 'app.json'), '{ "pages": ["a/a"] }');
  const starting = startPreview({ source, out: freshFolder() });
  await assert.rejects(starting, /error: a\/a\.wxml:1 the file is missing/);
});

test('the command builds, says where it is, and ends when it is told to', async () => {
  const root = new URL('../../../', import.meta.url);
  const env = { ...process.env, PREVIEW_PORT: '0', PREVIEW_SOURCE: FIXTURE, PREVIEW_FOLDER: freshFolder() };
  const command = spawn(process.execPath, ['tools/preview/serve.mjs'], { cwd: root, env });
  const [line] = await once(command.stdout, 'data');
  const [, url] = /^preview: (http:\/\/127\.0\.0\.1:\d+\/preview\/)\n$/.exec(String(line));
  assert.equal((await fetch(url)).status, 200);
  command.kill('SIGTERM');
  const [code] = await once(command, 'exit');
  assert.equal(code, 0);
});
