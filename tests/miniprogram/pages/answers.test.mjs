// An answer to a standard: stored in the phone first, and called stored by the service only when it is.
import assert from 'node:assert/strict';
import { afterEach, before, test } from 'node:test';
import { buildPhone, JsdomPhone } from '../support/jsdom-phone.mjs';
import { problem, ServiceDouble } from '../support/service-double.mjs';

const QUESTION = 'packages/assessments/question/question?assessment=1';
const YES = '做到了';
const storing = () => phone.find('.storing').textContent;

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

/** @param {Record<string, any>} [answers] */
async function openQuestion(answers) {
  service = new ServiceDouble(answers);
  phone = new JsdomPhone(built, service, { url: QUESTION });
  await phone.ready();
}

test('says that it is being stored, and stored only on the receipt', async () => {
  await openQuestion();
  const release = service.hold();
  phone.tap(YES);
  await phone.until(() => service.asked('PUT').length === 1);
  assert.equal(storing(), '正在存…');
  release();
  await phone.until(() => storing() === '这一条存好了。');
  assert.equal(service.asked('PUT')[0].path, '/assessments/1/answers/a');
  assert.deepEqual(service.asked('PUT')[0].data, { answer: 'yes' });
});

test('without the line it says that the answer is kept; the next start still has and sends it', async () => {
  await openQuestion();
  phone.preview.configure({ network: 'off' });
  phone.tap(YES);
  await phone.until(() => storing().includes('手机里'), 'kept');
  assert.equal(service.asked('PUT').length, 0);
  phone = phone.restart(QUESTION);
  await phone.until(() => service.asked('PUT').length === 1);
  assert.deepEqual(service.asked('PUT')[0].data, { answer: 'yes' });
});

test('a refused answer is told in the words of the service, which stay; the choice does not', async () => {
  await openQuestion({
    'PUT /assessments/{assessment_id}/answers/{code}': problem('invalid-input', { detail: '这一条要先看清楚。' }),
  });
  phone.tap(YES);
  await phone.until(() => service.asked('PUT').length === 1);
  await phone.until(() => !phone.find('[aria-checked=true]'), 'what the service has is shown again');
  await phone.see('这一条要先看清楚。');
  assert.equal(service.asked('GET').length, 2);
  assert.equal(storing(), '');
});
