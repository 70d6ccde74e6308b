// The sign-in is silent, shared and renewed once; a refusal keeps the service's words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainPhone } from '../support/plain-phone.mjs';

const KEY = /^[A-Za-z0-9_-]{8,64}$/;
const ENDED = { status: 401, data: { type: '/problems/session-ended', title: '登录已过期', detail: '请再试一次。' } };
const STRANGER = { status: 401, data: { type: '/problems/sign-in-required', title: '请先登录', detail: '请先登录再办。' } };

/** A service whose tokens are `token-1`, `token-2`, …; those in `ended` are refused. */
function service({ ended = new Set() } = {}) {
  let count = 0;
  return ({ path, header }) => {
    if (path === '/sessions') return { status: 201, data: { token: `token-${(count += 1)}` } };
    if (!header.Authorization) return STRANGER;
    return ended.has(header.Authorization) ? ENDED : { status: 200, data: { by: header.Authorization } };
  };
}

test('many requests at once share one sign-in', async () => {
  const phone = plainPhone({ answer: service() });
  const { get } = phone.load('services/client/reading.js');

  const answers = await Promise.all(['/a', '/b', '/c'].map((path) => get(path)));

  assert.equal(phone.logins, 1);
  assert.deepEqual(answers.map(({ by }) => by), Array(3).fill('Bearer token-1'));
});

/** Pauses last no time and are written down, in seconds. @param {import('node:test').TestContext} t */
function pausesOf(t) {
  /** @type {number[]} */
  const pauses = [];
  t.mock.method(globalThis, 'setTimeout', (/** @type {() => void} */ go, /** @type {number} */ ms) => {
    pauses.push(ms / 1000);
    queueMicrotask(go);
  });
  return pauses;
}

/** A service that signs in once WeChat has been busy so many times. */
function whileBusy(times, seconds) {
  const answer = service();
  const refusal = { type: '/problems/wechat-busy', title: '微信暂时没有回应', detail: '请过一会儿再试。', seconds };
  return (call) => (call.path === '/sessions' && times-- > 0 ? { status: 503, data: refusal } : answer(call));
}

test('while WeChat is busy it tries again by itself, with a new code each time, for all who wait', async (t) => {
  const pauses = pausesOf(t);
  const phone = plainPhone({ answer: whileBusy(3, 4) });
  const { get } = phone.load('services/client/reading.js');

  await Promise.all(['/a', '/b', '/c'].map((path) => get(path)));

  const codes = phone.calls.filter(({ path }) => path === '/sessions').map(({ data }) => data.code);
  assert.deepEqual(codes, ['code-1', 'code-2', 'code-3', 'code-4']);
  assert.equal(pauses.length, 3);
  assert.ok(pauses.every((seconds) => seconds >= 4 && seconds <= 8), String(pauses));
  assert.equal(new Set(pauses).size, 3, 'phones that were refused together come back one by one');
});

test('a WeChat that stays busy is told in the words of the service, and the next tap tries anew', async (t) => {
  const pauses = pausesOf(t);
  const phone = plainPhone({ answer: whileBusy(4) });
  const { get } = phone.load('services/client/reading.js');

  await assert.rejects(get('/a'), { type: 'wechat-busy', detail: '请过一会儿再试。' });
  assert.equal(phone.logins, 4);
  assert.ok(pauses.every((seconds) => seconds > 0), 'also where no seconds are named');
  assert.deepEqual(await get('/a'), { by: 'Bearer token-1' });
});

test('nobody is kept waiting for what takes long', async () => {
  const phone = plainPhone({ answer: whileBusy(1, 3600) });
  const { get } = phone.load('services/client/reading.js');

  await assert.rejects(get('/a'), { type: 'wechat-busy' });
  assert.equal(phone.logins, 1);
});

test('an ended session is renewed once, for all who met it', async () => {
  const phone = plainPhone({ answer: service({ ended: new Set(['Bearer token-1']) }) });
  const { get } = phone.load('services/client/reading.js');

  const answers = await Promise.all(['/a', '/b', '/c'].map((path) => get(path)));

  assert.equal(phone.logins, 2);
  assert.deepEqual(answers.map(({ by }) => by), Array(3).fill('Bearer token-2'));
});

/** A service where `/open` is for everybody: an ended session reads it as a stranger, and is told. */
function openService(answer) {
  const ended = { 'Session-Ended': 'true' };
  return (call) => {
    const by = call.header.Authorization || 'nobody';
    if (call.path !== '/open') return answer(call);
    return by === 'Bearer token-1' ? { status: 200, data: { by: 'nobody' }, header: ended } : { status: 200, data: { by } };
  };
}

test('what everybody may read is read again as her once her session was renewed', async () => {
  const phone = plainPhone({ answer: openService(service()) });
  const { get } = phone.load('services/client/reading.js');

  assert.deepEqual(await get('/open'), { by: 'Bearer token-2' });
  assert.equal(phone.logins, 2);
});

test('while WeChat lets nobody in, what everybody may read is read all the same', async (t) => {
  pausesOf(t);
  const phone = plainPhone({ answer: openService(whileBusy(99)) });
  const { get } = phone.load('services/client/reading.js');

  assert.deepEqual(await get('/open'), { by: 'nobody' });
  phone.storage.set('session:token', JSON.stringify('token-1'));
  assert.deepEqual(await get('/open'), { by: 'nobody' });
});

test('a session that stays ended is not tried for ever', async () => {
  const phone = plainPhone({ answer: service({ ended: new Set(['Bearer token-1', 'Bearer token-2']) }) });
  const { get } = phone.load('services/client/reading.js');

  await assert.rejects(get('/a'), { type: 'session-ended', detail: '请再试一次。' });
  assert.equal(phone.logins, 2);
});

test('a refusal keeps the words of the service and names the faulty fields', async () => {
  const errors = [{ pointer: '#/text', detail: '请写2到500个字。' }];
  const problem = { type: '/problems/invalid-input', title: '有几处要改一改', detail: '请看下面。', errors };
  const phone = plainPhone({ answer: () => ({ status: 422, data: problem }) });
  const { send } = phone.load('services/client/transport.js');

  const refusal = await send({ path: '/x' }, null).catch((error) => error);

  assert.equal(refusal.detail, '请看下面。');
  assert.deepEqual(refusal.errors, errors);
  assert.equal(refusal.isPassing, false);
});

test('an answer without words gets ours, never a code', async () => {
  const phone = plainPhone({ answer: () => ({ status: 502, data: '<html>Bad Gateway</html>' }) });
  const { send } = phone.load('services/client/transport.js');

  await assert.rejects(send({ path: '/x' }, null), ({ detail, isPassing }) => !/\d|[a-z]/i.test(detail) && isPassing);
});

test('on a bad line the last answer stands in, and says how old it is', async () => {
  let isUp = true;
  const answer = service();
  const phone = plainPhone({ answer: (call) => (isUp ? answer(call) : null) });
  const { get, watched } = phone.load('services/client/reading.js');

  const fresh = await watched(() => get('/a'));
  isUp = false;
  const old = await watched(() => get('/a'));

  assert.equal(fresh.seenAt, null);
  assert.deepEqual(old.result, fresh.result);
  assert.match(old.seenAt, /^\d{4}-/);
  await assert.rejects(get('/never-seen'), { type: 'line-down' });
});

test('two reads at once each say how old they are', async () => {
  let isUp = true;
  const answer = service();
  const phone = plainPhone({ answer: (call) => (isUp ? answer(call) : null) });
  const { get, watched } = phone.load('services/client/reading.js');
  await Promise.all(['/a', '/b'].map((path) => get(path)));
  isUp = false;

  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const first = watched(() => get('/a').then(() => pause(10)));
  await pause(1);
  const second = watched(() => pause(20).then(() => get('/b')));

  assert.match((await first).seenAt, /^\d{4}-/);
  assert.match((await second).seenAt, /^\d{4}-/);
});

test('a refusal is never hidden behind an old answer', async () => {
  let isAllowed = true;
  const refused = { status: 403, data: { type: '/problems/not-allowed', title: '办不了', detail: '请找妇联主席。' } };
  const answer = service();
  const phone = plainPhone({ answer: (call) => (isAllowed ? answer(call) : refused) });
  const { get } = phone.load('services/client/reading.js');

  await get('/a');
  isAllowed = false;

  await assert.rejects(get('/a'), { type: 'not-allowed' });
});

test('only the newest sixty answers are kept', async () => {
  const phone = plainPhone({ answer: service() });
  const { get } = phone.load('services/client/reading.js');

  for (let page = 0; page < 70; page += 1) await get('/a', { page });

  const kept = [...phone.storage.keys()].filter((name) => name.startsWith('seen:'));
  assert.equal(kept.length, 60);
  assert.ok(kept.includes('seen:/a?page=69'));
});

test('who leaves leaves nothing on the phone but how large it draws', async () => {
  const phone = plainPhone({ answer: service() });
  phone.load('services/device/look.js').setElder(true);
  await phone.load('services/client/reading.js').get('/a');
  phone.load('services/client/drafts.js').keep('join', { name: '王芳' });
  phone.load('services/device/storage.js').keep('avatar', 'face.png');

  await phone.load('services/identity.js').leave();

  assert.deepEqual([...phone.storage.keys()], ['look:elder']);
  assert.deepEqual([phone.calls.at(-1).method, phone.calls.at(-1).path], ['DELETE', '/sessions/current']);
  assert.match(phone.calls.at(-1).header['Idempotency-Key'], KEY);
});

test('who closes her account leaves nothing either, and stays where the service does not let her go', async () => {
  const held = { type: '/problems/closing-hindered', title: '还有事没办完', detail: '请先交接。' };
  const answer = service();
  let refusal = { status: 409, data: held };
  const phone = plainPhone({ answer: (call) => (call.path === '/me' && call.method === 'DELETE' ? refusal : answer(call)) });
  phone.load('services/device/look.js').setElder(true);
  const { close, me } = phone.load('services/identity.js');
  await me();

  await assert.rejects(close(), { type: 'closing-hindered' });
  assert.ok(phone.storage.has('session:token'));
  refusal = { status: 204, data: '' };
  await close();

  assert.deepEqual([...phone.storage.keys()], ['look:elder']);
});

test('who ends the sign-ins of other phones stays signed in here', async () => {
  const phone = plainPhone({ answer: service() });
  await phone.load('services/client/reading.js').get('/a');

  await phone.load('services/identity.js').leaveOthers();

  const { method, path, header } = phone.calls.at(-1);
  assert.deepEqual([method, path, header.Authorization], ['DELETE', '/sessions?keep_current=true', 'Bearer token-1']);
  assert.match(header['Idempotency-Key'], KEY);
  assert.ok(phone.storage.has('session:token'));
});

test('who signs in anew hands over the sign-in before, which ends', async () => {
  const phone = plainPhone({ answer: service() });
  await phone.load('services/client/reading.js').get('/a');

  await phone.load('services/identity.js').signInAnew();

  const brought = phone.calls.filter(({ path }) => path === '/sessions').map(({ header }) => header.Authorization);
  assert.deepEqual(brought, [undefined, 'Bearer token-1']);
  assert.equal(JSON.parse(phone.storage.get('session:token')), 'token-2');
});
