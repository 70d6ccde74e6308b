// Reporting what is shown (举报): five reasons, one of them chosen, sent once, thanks afterwards.
import assert from 'node:assert/strict';
import { afterEach, before, test } from 'node:test';
import { JsdomPhone } from '../support/jsdom-phone.mjs';
import { problem, ServiceDouble } from '../support/service-double.mjs';
import { buildStand, stand } from '../support/stand.mjs';

const REASONS = ['不是真的', '骂人、伤人', '露出了别人的隐私', '打广告', '别的不对'];
const ANSWERED = { id: 7, state: 'answered', answer: '今晚公示。', text_state: 'passed', text: '什么时候公示？' };

/** @type {import('../support/jsdom-phone.mjs').Built} */
let built;
/** @type {JsdomPhone} */
let phone;
before(async () => {
  built = await buildStand();
});
afterEach(() => phone.close());

/** @param {any} [answers] */
function open(answers) {
  phone = stand(built, 'report-button', { kind: 'activity', objectId: 3 });
  Object.assign(phone.service.answers, answers);
  phone.tap('举报');
  assert.deepEqual(phone.findAll('[role=radio]').map((one) => one.getAttribute('aria-label')), REASONS);
}

const send = () => phone.press(phone.find('.button-warm'));

test('a reason is chosen, sent and thanked for; it is not offered again', async () => {
  open();
  assert.ok(phone.find('.button-warm').hasAttribute('disabled'), 'nothing is sent without a reason');
  phone.tap('打广告');
  send();
  await phone.see('谢谢您说出来');
  phone.tap('知道了');
  await phone.see('您已经举报过');
  assert.deepEqual(phone.service.asked('POST').map(({ path, data }) => [path, data]),
    [['/reports', { kind: 'activity', object_id: 3, reason: 'advert' }]]);
});

test('without the line it says that it waits; who thinks better of it sends nothing', async () => {
  open();
  phone.tap('不了');
  phone.tap('举报');
  phone.preview.configure({ network: 'off' });
  phone.tap('不是真的');
  send();
  await phone.see('举报已存在手机里');
});

test('a refusal is told in its words, and another reason may be tried', async () => {
  open({ 'POST /reports': problem('too-many-requests', { status: 429, detail: '今天举报的太多了。' }) });
  phone.tap('别的不对');
  send();
  await phone.see('今天举报的太多了。');
  phone.tap('知道了');
  await phone.until(() => !phone.find('.button-warm').hasAttribute('disabled'));
});

for (const [page, answers, kind, id] of /** @type {const} */ ([
  ['packages/activities/activity/activity?id=3', { 'GET /activities/{activity_id}': { state: 'published', text_state: 'passed' } }, 'activity', 1],
  ['packages/points/notice/notice?id=3', {}, 'notice', 1],
  ['packages/me/feedback/feedback', { 'GET /feedback': { items: [ANSWERED] } }, 'feedback_answer', 7],
])) {
  test(`${page} can be reported`, async () => {
    const service = new ServiceDouble(answers);
    phone = new JsdomPhone(built, service, { url: page });
    await phone.ready();
    phone.tap('举报');
    phone.tap('不是真的');
    send();
    await phone.see('谢谢您说出来');
    assert.deepEqual(service.asked('POST')[0].data, { kind, object_id: id, reason: 'untrue' });
  });
}
