// Unsent acts keep their key, time and order over cuts and restarts, and are told truthfully.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainPhone, restarted } from '../support/plain-phone.mjs';

const DONE = { status: 201, data: { id: 7 } };
const REFUSED = { status: 409, data: { type: '/problems/already-claimed', title: '已经报过了', detail: '这一天已经报过。' } };

/** A service that does each key once; `line.isUp` and `line.losesAnswers` play the bad night. */
function service(line) {
  const effects = new Map();
  return Object.assign(
    ({ path, header, data }) => {
      if (!line.isUp) return null;
      if (path === '/sessions') return { status: 201, data: { token: 't' } };
      if (line.refuses === path) return REFUSED;
      effects.set(header['Idempotency-Key'], { path, data });
      return line.losesAnswers ? null : DONE;
    },
    { effects },
  );
}

const claim = (number) => ({ label: `报第${number}件`, path: `/claims/${number}` });

test('an act is done only on the receipt', async () => {
  const answer = service({ isUp: true });
  const { act, acts } = plainPhone({ answer }).load('services/client/outbox.js');

  assert.deepEqual(await act(claim(1)), { isDone: true, answer: { id: 7 } });
  assert.deepEqual(acts(), []);
});

test('without a line it is kept, survives a restart, and leaves in order with its first key and time', async () => {
  const line = { isUp: false };
  const phone = plainPhone({ answer: service(line) });
  const before = phone.load('services/client/outbox.js');
  for (const number of [1, 2, 3]) assert.equal((await before.act(claim(number))).isDone, false);
  const kept = before.acts();

  const again = restarted(phone);
  const outbox = again.load('services/client/outbox.js');
  assert.deepEqual(outbox.acts(), kept);
  line.isUp = true;
  await outbox.flush();

  assert.deepEqual([...phone.answer.effects.keys()], kept.map(({ key }) => key));
  assert.deepEqual([...phone.answer.effects.values()].map(({ path }) => path), ['/claims/1', '/claims/2', '/claims/3']);
  assert.deepEqual(outbox.acts(), []);
  await before.flush(); // the phone that was switched off waits no longer
});

test('a lost answer is asked for again with the same key', async () => {
  const line = { isUp: true, losesAnswers: true };
  const answer = service(line);
  const outbox = plainPhone({ answer }).load('services/client/outbox.js');

  assert.equal((await outbox.act(claim(1))).isDone, false);
  line.losesAnswers = false;
  await outbox.flush();

  assert.equal(answer.effects.size, 1);
  assert.deepEqual(outbox.acts(), []);
});

test('who looks on hears a refusal at once, and nothing is kept', async () => {
  const outbox = plainPhone({ answer: service({ isUp: true, refuses: '/claims/1' }) }).load('services/client/outbox.js');

  await assert.rejects(outbox.act(claim(1)), { type: 'already-claimed', detail: '这一天已经报过。' });
  assert.deepEqual(outbox.acts(), []);
});

test('a refusal nobody saw is kept in words, and holds up nothing behind it', async () => {
  const line = { isUp: false, refuses: '/claims/1' };
  const answer = service(line);
  const outbox = plainPhone({ answer }).load('services/client/outbox.js');
  await outbox.act(claim(1));
  await outbox.act(claim(2));

  line.isUp = true;
  await outbox.flush();

  const refusal = { type: 'already-claimed', title: '已经报过了', detail: '这一天已经报过。' };
  assert.deepEqual(outbox.acts().map((act) => act.refusal), [refusal]);
  assert.equal(answer.effects.size, 1);
});

test('a newer act of the same slot replaces the unsent one', async () => {
  const line = { isUp: false };
  const answer = service(line);
  const outbox = plainPhone({ answer }).load('services/client/outbox.js');
  const saying = (word) => ({ label: '第7条', method: 'PUT', path: '/answers/R07', data: { answer: word }, slot: 'R07' });
  await outbox.act(saying('no'));
  await outbox.act(saying('yes'));

  line.isUp = true;
  await outbox.flush();

  assert.deepEqual([...answer.effects.values()].map(({ data }) => data.answer), ['yes']);
});

test('the line coming back sends what waits', async () => {
  const line = { isUp: false };
  const phone = plainPhone({ answer: service(line) });
  const outbox = phone.load('services/client/outbox.js');
  phone.load('services/client/line.js').listen();
  outbox.listen();
  await outbox.act(claim(1));

  line.isUp = true;
  const sent = new Promise((resolve) => outbox.watch((acts) => acts.length === 0 && resolve()));
  phone.networkWatchers.forEach((tell) => tell({ isConnected: false }));
  phone.networkWatchers.forEach((tell) => tell({ isConnected: true }));
  await sent;

  assert.equal(phone.answer.effects.size, 1);
});

test('an act under way is not told as kept; without a line it is', async () => {
  const line = { isUp: true };
  const outbox = plainPhone({ answer: service(line) }).load('services/client/outbox.js');
  const told = [];
  outbox.watch(() => told.push(outbox.kept().length));

  await outbox.act(claim(1));
  assert.ok(told.every((count) => count === 0));
  line.isUp = false;
  await outbox.act(claim(2));
  assert.equal(told.at(-1), 1);

  outbox.clear();
});
