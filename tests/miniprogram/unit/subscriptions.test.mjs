// Which messages WeChat may send: asked inside a tap, three at most; whatever comes of it, what she does goes on.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { listedPages } from '../support/page-list.mjs';
import { plainPhone } from '../support/plain-phone.mjs';
import { ROOT } from '../support/system.mjs';

const MOMENTS = { sign_up: ['a', 'b', 'c', 'd'], order: ['a'], claim: [], assessment: ['e'] };
const REFUSED = { status: 503, data: { type: '/problems/busy', title: '忙', detail: '请过一会儿再试。' } };

/** A phone of somebody signed in. @param {((options: any) => void) | undefined} window what WeChat does when asked
 * @param {Record<string, any>} [answers] by method */
function phoneWith(window, answers = {}) {
  const usual = { GET: { status: 200, data: { moments: MOMENTS } }, POST: { status: 204, data: '' } };
  const signedIn = { status: 201, data: { token: 't' } };
  const answer = ({ path, method }) => (path === '/sessions' ? signedIn : { ...usual, ...answers }[method]);
  const phone = plainPhone({ answer });
  /** @type {string[][]} */
  phone.asked = [];
  if (window) {
    wx.requestSubscribeMessage = (options) => {
      phone.asked.push(options.tmplIds);
      window(options);
    };
  }
  phone.subscriptions = phone.load('services/subscriptions.js');
  phone.posted = () => phone.calls.filter(({ path, method }) => path === '/subscriptions' && method === 'POST');
  return phone;
}

/** What nobody waits for is done. */
const answered = () => new Promise((resolve) => setTimeout(resolve));

/** @param {Record<string, string>} decisions */
const decides = (decisions) => ({ success, complete }) => {
  success({ errMsg: 'requestSubscribeMessage:ok', ...decisions });
  complete({});
};

/** @param {number} errCode */
const fails = (errCode) => ({ complete }) => complete({ errMsg: 'requestSubscribeMessage:fail', errCode });

test('the first three templates of the moment are asked, inside the tap, and the service is told', async () => {
  const phone = phoneWith(decides({ a: 'accept', b: 'reject', c: 'ban' }));
  await phone.subscriptions.prepare();
  const ended = phone.subscriptions.offer('sign_up');
  assert.deepEqual(phone.asked, [['a', 'b', 'c']], 'before anything is waited for');
  await ended;
  await answered();
  const [{ data, header }] = phone.posted();
  assert.deepEqual(data, { accepted: ['a'], rejected: ['b'] });
  assert.ok(header['Idempotency-Key']);
});

test('what is asked when is learnt once in the life of the app, after a failure anew', async () => {
  const answers = { GET: REFUSED };
  const phone = phoneWith(decides({}), answers);
  await phone.subscriptions.prepare();
  await phone.subscriptions.offer('order');
  assert.deepEqual(phone.asked, []);
  answers.GET = { status: 200, data: { moments: MOMENTS } };
  await Promise.all([phone.subscriptions.prepare(), phone.subscriptions.prepare()]);
  await phone.subscriptions.prepare();
  assert.equal(phone.calls.filter(({ path }) => path === '/subscriptions').length, 2);
});

for (const [what, window] of Object.entries({
  'the main switch is off': fails(20004),
  'WeChat cannot draw its window': fails(10005),
  'this WeChat is too old to ask': undefined,
})) {
  test(`she goes on and nothing is told: ${what}`, async () => {
    const phone = phoneWith(window);
    await phone.subscriptions.prepare();
    await phone.subscriptions.offer('order');
    assert.deepEqual(phone.posted(), []);
    assert.equal(phone.subscriptions.isNew('order'), true);
  });
}

test('a moment without templates asks nothing', async () => {
  const phone = phoneWith(decides({}));
  await phone.subscriptions.prepare();
  await Promise.all(['claim', 'unheard_of'].map((moment) => phone.subscriptions.offer(moment)));
  assert.deepEqual(phone.asked, []);
  assert.equal(phone.subscriptions.isNew('claim'), false);
});

test('a service that does not take her decision is no fault of hers', async () => {
  const phone = phoneWith(decides({ a: 'accept' }), { POST: REFUSED });
  await phone.subscriptions.prepare();
  await phone.subscriptions.offer('order');
  await answered();
  assert.equal(phone.posted().length, 1);
  assert.equal(phone.subscriptions.isNew('order'), false, 'she was asked');
});

test('a double tap opens one window', async () => {
  /** @type {(() => void)[]} */
  const ends = [];
  const phone = phoneWith(({ complete }) => ends.push(complete));
  await phone.subscriptions.prepare();
  const both = [phone.subscriptions.offer('order'), phone.subscriptions.offer('order')];
  assert.equal(phone.asked.length, 1);
  ends[0]();
  await Promise.all(both);
});

test('the page a message opens is one that needs nothing else to start from cold', () => {
  const templates = fs.readFileSync(path.join(ROOT, 'config/reference/subscription_templates.yaml'), 'utf8');
  const opened = [...templates.matchAll(/^ +page: (\S+)$/gm)].map(([, page]) => page);
  assert.ok(opened.length);
  for (const page of opened) assert.ok(listedPages().includes(page) && !page.includes('?'), page);
});
