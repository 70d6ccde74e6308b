// At four taps WeChat asks whether it may tell her how it goes on: inside the tap, once for each act, never on a leader's
// way for others; whatever comes of it, her act goes on.
import assert from 'node:assert/strict';
import { afterEach, before, test } from 'node:test';
import { buildPhone, JsdomPhone } from '../support/jsdom-phone.mjs';
import { problem, ServiceDouble } from '../support/service-double.mjs';

const IDS = ['first', 'second'];
const MOMENTS = { moments: { sign_up: IDS, order: IDS, claim: IDS, assessment: IDS } };
const WILL_ASK = '微信会问您';
const MAIN_SWITCH_OFF = 20004;
const CLAUSES = [{ code: 'a', answer: 'yes' }];

/** moment → page, what the service says there, how she gets to the tap, the tap, what she then sends */
const TAPS = {
  order: {
    url: 'packages/shop/goods/goods',
    answers: {
      'GET /villages/{village_id}/goods': { items: [{ id: 7, name: '香皂', price_points: 5, stock: 9 }], actions: ['order'] },
      'GET /households/{household_id}/points': { redeemable: 20 },
    },
    kept: { 'phone:demo-guest:draft:basket:mine': JSON.stringify({ value: { 7: 1 } }) },
    way: ['选好了'],
    tap: '就换这些',
    sent: '/orders',
  },
  claim: {
    url: 'packages/points/claim/claim',
    answers: { 'GET /rules': { items: [{ code: 'CS-01', title: '清扫公共区域', actions: ['claim'] }] } },
    way: ['清扫公共区域'],
    tap: '报上去',
    sent: '/claims',
  },
  sign_up: {
    url: 'packages/activities/activity/activity?id=1',
    answers: {
      'GET /activities/{activity_id}': { sessions: [{ id: 3, actions: ['sign_up'] }] },
      'GET /sign-ups': { items: [] },
      'GET /households/{household_id}': { members: [{ id: 4, name: '王芳' }] },
    },
    way: ['报名'],
    tap: '给王芳排候补',
    sent: '/activity-sessions/3/sign-ups',
  },
  assessment: {
    url: 'packages/assessments/result/result?assessment=1',
    answers: { 'GET /assessments/{assessment_id}': { state: 'draft', actions: ['answer', 'submit'], clauses: CLAUSES } },
    way: [],
    tap: '交给评议小组',
    then: '交',
    sent: '/assessments/1/submission',
  },
};

/** @type {import('../support/jsdom-phone.mjs').Built} */
let built;
/** @type {JsdomPhone} */
let phone;
/** @type {ServiceDouble} */
let service;
before(async () => {
  built = await buildPhone();
});
afterEach(() => phone.close());

/** Go as far as the tap. @param {any} moment @param {Record<string, any>} [told] what else the service says */
async function reachTap({ url, answers, kept, way }, told = {}) {
  service = new ServiceDouble({ 'GET /subscriptions': MOMENTS, ...answers, ...told });
  phone = new JsdomPhone(built, service, { url, kept });
  await phone.ready();
  way.forEach((/** @type {string} */ word) => phone.tap(word));
}

/** @param {any} moment */
async function seeSent({ then, sent }) {
  if (then) {
    await phone.until(() => phone.dialog?.textContent.includes(then), 'the question of the page');
    phone.tap(then);
  }
  await phone.until(() => service.asked('POST').some(({ path }) => path === sent), `${sent} is sent`);
}

const reports = () => service.asked('POST').filter(({ path }) => path === '/subscriptions').map(({ data }) => data);

for (const [name, moment] of Object.entries(TAPS)) {
  test(`${name}: words first, then the question; her act waits for her answer, which the service hears`, async () => {
    await reachTap(moment);
    await phone.see(WILL_ASK);
    phone.tap(moment.tap);
    await phone.see('允许发送一次下面的消息');
    assert.deepEqual(service.asked('POST'), []);
    phone.tap('允许');
    await phone.until(() => reports().length === 1);
    await seeSent(moment);
    assert.deepEqual(reports(), [{ accepted: IDS, rejected: [] }]);
    assert.deepEqual(phone.faults, []);
  });
}

const { claim } = TAPS;

test('who refuses goes on all the same, and is not told again what will be asked', async () => {
  await reachTap(claim);
  await phone.see(WILL_ASK);
  phone.tap(claim.tap);
  await phone.see('总是保持以上选择');
  phone.tap('取消');
  await seeSent(claim);
  assert.deepEqual(reports(), [{ accepted: [], rejected: IDS }]);
  phone = phone.restart(claim.url);
  await phone.ready();
  phone.tap('清扫公共区域');
  await phone.until(() => service.asked('GET').filter(({ path }) => path === '/subscriptions').length === 2);
  assert.ok(!phone.words.includes(WILL_ASK));
});

for (const [what, prepare] of /** @type {[string, () => void][]} */ ([
  ['the main switch is off', () => {
    phone.preview.mock.requestSubscribeMessage = () => {
      throw { errMsg: 'requestSubscribeMessage:fail', errCode: MAIN_SWITCH_OFF };
    };
  }],
  ['WeChat is too old', () => (phone.window.wx = new Proxy(phone.window.wx, {
    get: (wx, call) => (call === 'requestSubscribeMessage' ? undefined : wx[call]),
  }))],
])) {
  test(`${what}: her act goes on, nothing is shown, nothing reported`, async () => {
    await reachTap(claim);
    await phone.see(WILL_ASK);
    prepare();
    phone.tap(claim.tap);
    await seeSent(claim);
    assert.deepEqual([reports(), phone.faults], [[], []]);
  });
}

test('a service that says nothing of templates, or does not take her answer, is no fault to her', async () => {
  await reachTap(claim, { 'GET /subscriptions': problem('busy', { status: 503 }) });
  await phone.until(() => service.asked('GET').some(({ path }) => path === '/subscriptions'));
  phone.tap(claim.tap);
  await seeSent(claim);
  phone.close();
  await reachTap(claim, { 'POST /subscriptions': problem('too-many-requests', { status: 429 }) });
  await phone.see(WILL_ASK);
  phone.tap(claim.tap);
  await phone.see('允许发送');
  phone.tap('允许');
  await seeSent(claim);
  assert.equal(phone.find('[role=alert]'), null);
});

test('a leader who acts for a household is not asked on her own phone', async () => {
  await reachTap({ ...claim, url: `${claim.url}?household=1` });
  phone.tap(claim.tap);
  await seeSent(claim);
  assert.ok(!phone.words.includes(WILL_ASK));
  assert.ok(!service.calls.some(({ path }) => path === '/subscriptions'));
});
