// Where the service wants a consent first, she is asked once and the act goes on with the same key; 先不 loses nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainPhone, restarted } from '../support/plain-phone.mjs';

const CLAIM = { label: '报积分', path: '/claims', data: { rule: 'CS-01' } };
const WORDS = { title: '怎么用您的资料', summary: '只用来办您家的事。' };

/** A service that takes claims of who agreed to the wording in force, and her number of who agreed to that as well. */
class Consenting {
  constructor() {
    this.version = 2;
    this.states = { service: 'none', phone: 'none' };
    this.isUp = true;
    this.answer = this.answer.bind(this);
  }

  async answer({ path, method, data }) {
    if (!this.isUp) return null;
    if (path === '/sessions') return { status: 201, data: { token: 't' } };
    if (path === '/consent-texts') return { status: 200, data: { items: this.items({ text: `全文${this.version}` }) } };
    if (path === '/me/consents') return { status: 200, data: { items: this.items({}) } };
    const [, purpose] = path.match(/^\/me\/consents\/(\w+)$/) || [];
    if (purpose) return this.decide(purpose, method, data);
    const lacks = (path === '/me/phone' ? ['service', 'phone'] : ['service']).find((one) => this.states[one] !== 'given');
    return lacks ? refusal(403, 'consent-required', { purpose: lacks }) : { status: 201, data: { id: 7 } };
  }

  items(more) {
    const item = ([purpose, state]) => ({ purpose, state, version: this.version, ...WORDS, ...more });
    return Object.entries(this.states).map(item);
  }

  decide(purpose, method, { version }) {
    if (method === 'PUT' && version !== this.version) return refusal(409, 'consent-text-changed');
    this.states[purpose] = method === 'PUT' ? 'given' : 'withdrawn';
    return { status: 200, data: {} };
  }
}

const refusal = (status, type, facts = {}) =>
  ({ status, data: { type: `/problems/${type}`, title: '先要您同意', detail: '看过说明再办。', ...facts } });

/** @param {any} service @param {any} [phone] that was switched off */
function start(service, phone) {
  const now = phone ? restarted(phone) : plainPhone({ answer: service.answer });
  const consents = now.load('services/consents.js');
  const outbox = now.load('services/client/outbox.js');
  consents.listen();
  /** Wait for a question that fits. */
  const asked = (fits = () => true) => new Promise((resolve) => {
    consents.watch((now) => {
      if (now && now.phase !== 'loading' && !now.isGiving && fits(now)) resolve(now);
    });
  });
  const sent = (path) => now.calls.filter((call) => call.path === path);
  return { phone: now, consents, outbox, asked, sent };
}

test('asked at the act: agreed, it goes on with the same key, and she is not asked again', async () => {
  const { consents, outbox, asked, sent } = start(new Consenting());
  const done = outbox.act(CLAIM);
  const question = await asked();
  assert.deepEqual(
    [question.purpose, question.version, question.summary, question.text, question.isRenewed],
    ['service', 2, WORDS.summary, '全文2', false],
  );
  await consents.agree();
  assert.deepEqual(await done, { isDone: true, answer: { id: 7 } });
  assert.equal(new Set(sent('/claims').map(({ header }) => header['Idempotency-Key'])).size, 1);
  assert.deepEqual(sent('/me/consents/service').map(({ method, data }) => [method, data]), [['PUT', { version: 2 }]]);
  await outbox.act(CLAIM);
  assert.equal(sent('/claims').length, 3);
});

test('先不: nothing was taken, the page hears what goes on without, and the next tap asks anew', async () => {
  const { consents, outbox, asked } = start(new Consenting());
  const done = outbox.act(CLAIM);
  await asked();
  consents.decline();
  await assert.rejects(done, { type: 'consent-required', detail: /写的都还在.*照样看/ });
  assert.deepEqual(outbox.acts(), []);
  const again = outbox.act(CLAIM);
  await asked();
  await consents.agree();
  assert.equal((await again).isDone, true);
});

test('a guardian is asked for her child after herself, each once, and the act goes on with the same key', async () => {
  const service = new Consenting();
  const states = { mine: service, child: new Consenting() };
  const answer = service.answer;
  service.answer = async (call) => {
    const [, child] = call.path.match(/^\/members\/9(\/consents.*)$/) || [];
    if (child) return states.child.answer({ ...call, path: `/me${child}` });
    if (call.path !== '/claims' || service.states.service !== 'given') return answer(call);
    const isGiven = states.child.states.service === 'given';
    return isGiven ? answer(call) : refusal(403, 'consent-required', { purpose: 'service', member_id: 9 });
  };
  const { consents, outbox, asked, sent } = start(service);
  const done = outbox.act(CLAIM);
  assert.equal((await asked()).memberId, 0);
  consents.agree();
  assert.equal((await asked(({ memberId }) => memberId === 9)).version, 2);
  consents.decline();
  await assert.rejects(done, { memberId: 9, detail: /孩子已经报上的不变/ });
  const again = outbox.act(CLAIM);
  await asked(({ memberId }) => memberId === 9);
  await consents.agree();
  assert.equal((await again).isDone, true);
  assert.deepEqual(sent('/members/9/consents/service').map(({ method, data }) => [method, data]), [['PUT', { version: 2 }]]);
});

test('kept on a bad line and refused while nobody looks on: it waits, and goes with its first key once she agrees', async () => {
  const service = new Consenting();
  service.isUp = false;
  const before = start(service);
  assert.equal((await before.outbox.act(CLAIM)).isDone, false);
  service.isUp = true;
  const { consents, outbox, asked, sent } = start(service, before.phone);
  const [{ key }] = outbox.acts();
  const flushed = outbox.flush();
  await asked();
  consents.decline();
  await flushed;
  assert.equal(outbox.acts()[0].refusal.type, 'consent-required');
  const again = outbox.again();
  await asked();
  await consents.agree();
  await again;
  assert.deepEqual(outbox.acts(), []);
  assert.deepEqual([...new Set(sent('/claims').map(({ header }) => header['Idempotency-Key']))], [key]);
  await before.outbox.flush(); // the phone that was switched off waits no longer
});

test('many kept acts are one question: 先不 lets all be, a yes to one sends all with their first keys', async () => {
  const service = new Consenting();
  service.isUp = false;
  const { consents, outbox, asked, sent } = start(service);
  let questions = 0;
  consents.watch((now) => (questions += now && now.phase === 'ready' && !now.isGiving ? 1 : 0));
  for (const _ of [1, 2, 3]) await outbox.act(CLAIM);
  const keys = outbox.acts().map(({ key }) => key);
  service.isUp = true;
  const flushed = outbox.flush();
  await asked();
  consents.decline();
  await flushed;
  assert.deepEqual([questions, outbox.acts().filter(({ refusal }) => refusal.type === 'consent-required').length], [1, 3]);
  const again = outbox.again();
  await asked();
  await consents.agree();
  await again;
  assert.deepEqual([questions, outbox.acts()], [2, []]);
  assert.deepEqual([...new Set(sent('/claims').map(({ header }) => header['Idempotency-Key']))], keys);
});

test('a second tap on an answer answers nothing more', async () => {
  const { consents, outbox, asked, phone, sent } = start(new Consenting());
  const bound = phone.load('services/phone.js').bind({ code: 'c', key: 'the-key-of-this-tap' });
  const done = outbox.act(CLAIM);
  await asked();
  const first = consents.agree();
  consents.decline();
  await Promise.all([first, consents.agree(), done]);
  await asked(({ purpose }) => purpose === 'phone');
  assert.deepEqual([sent('/me/consents/service').length, sent('/me/phone').length], [1, 2], 'the next question still waits');
  consents.decline();
  consents.decline();
  await consents.agree();
  await assert.rejects(bound, { type: 'consent-required', purpose: 'phone' });
  assert.equal(sent('/me/consents/phone').length, 0);
});

test('a service that wants what she has just given is not asked for ever', async () => {
  const service = new Consenting();
  service.answer = async ({ path, method }) => (path === '/claims' ? refusal(403, 'consent-required', { purpose: 'service' })
    : Consenting.prototype.answer.call(service, { path, method, data: { version: 2 } }));
  const { consents, outbox, asked, sent } = start(service);
  const done = outbox.act(CLAIM);
  await asked();
  await consents.agree();
  await assert.rejects(done, { type: 'consent-required' });
  assert.equal(sent('/claims').length, 2);
});

test('two purposes are two questions, one after the other; one purpose is one question for all who wait', async () => {
  const { consents, outbox, asked, phone, sent } = start(new Consenting());
  const { bind } = phone.load('services/phone.js');
  const all = Promise.all([bind({ code: 'c', key: 'the-key-of-this-tap' }), outbox.act(CLAIM)]);
  await asked(({ purpose }) => purpose === 'service');
  await consents.agree();
  await asked(({ purpose }) => purpose === 'phone');
  await consents.agree();
  await all;
  assert.deepEqual(sent('/me/consents/service').length, 1);
  assert.deepEqual([...new Set(sent('/me/phone').map(({ header }) => header['Idempotency-Key']))], ['the-key-of-this-tap']);
});

test('reworded while she reads: she is shown the new wording and that it is new, and agrees to that one', async () => {
  const service = new Consenting();
  const { consents, outbox, asked, sent } = start(service);
  const done = outbox.act(CLAIM);
  await asked();
  service.version = 3;
  consents.agree();
  const question = await asked(({ version }) => version === 3);
  assert.deepEqual([question.text, question.isRenewed], ['全文3', true]);
  await consents.agree();
  assert.equal((await done).isDone, true);
  assert.deepEqual(sent('/me/consents/service').map(({ data }) => data.version), [2, 3]);
});

test('an older agreement is asked anew, and says so', async () => {
  const service = new Consenting();
  service.states.service = 'outdated';
  const { consents, outbox, asked } = start(service);
  const done = outbox.act(CLAIM);
  assert.equal((await asked()).isRenewed, true);
  await consents.agree();
  await done;
});

test('agreeing needs the line: told so, tried again, or left', async () => {
  const service = new Consenting();
  const { consents, asked } = start(service);
  service.isUp = false;
  const first = consents.ask('service');
  assert.equal((await asked(({ phase }) => phase === 'error')).problem.title, '网络不好');
  service.isUp = true;
  consents.retry();
  await asked(({ phase }) => phase === 'ready');
  service.isUp = false;
  await consents.agree();
  assert.equal((await asked()).problem.title, '网络不好');
  consents.decline();
  assert.equal(await first, false);
});

test('before the first name leaves: asked unless given; on a dead line the service asks later', async () => {
  const service = new Consenting();
  const { consents, asked, sent } = start(service);
  const first = consents.before('service');
  await asked();
  await consents.agree();
  assert.deepEqual([await first, await consents.before('service')], [true, true]);
  assert.equal(sent('/me/consents/service').length, 1);
  await consents.withdraw('service');
  const second = consents.before('service');
  await asked();
  consents.decline();
  assert.equal(await second, false);
  service.isUp = false;
  assert.equal(await start(service).consents.before('service'), true);
});
