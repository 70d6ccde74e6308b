// The 18 answers: where to go on, what a question and a result say, and what waits in the phone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainPhone, restarted } from '../support/plain-phone.mjs';

const CLAUSE = { category: '节约', title: '节约用水', text: '随手关龙头。', remarks: [], allows_not_applicable: false };
const clause = (code, answer = null, parts = {}) => ({ ...CLAUSE, code, position: 1, answer, ...parts });
const assessment = (state, clauses, parts = {}) => ({
  id: 3,
  year: 2026,
  state,
  clauses,
  result: null,
  notice: null,
  submissions: 1,
  submissions_left: 3,
  is_in_force: false,
  valid_until_on: null,
  actions: ['answer', 'submit'],
  ...parts,
});

const serving = (served) => ({ path }) => ({ status: 200, data: path === '/sessions' ? { token: 'a' } : served });

test('she goes on at the clause asked for, else at the first without an answer', () => {
  const { startAt } = plainPhone().load('packages/assessments/question/view.js');
  const clauses = [clause('R01', 'yes'), clause('R02'), clause('R03')];

  assert.equal(startAt(clauses, 'R03'), 2);
  assert.equal(startAt(clauses), 1);
  assert.equal(startAt([clause('R01', 'no')]), -1);
});

test('a question offers “没有这个情况” only where it is allowed, and says why it came back', () => {
  const { questionOf } = plainPhone().load('packages/assessments/question/view.js');
  const plain = clause('R01');
  const absent = clause('R02', 'no', { allows_not_applicable: true, remarks: [{ reason: '再看看' }] });
  const values = (index) => questionOf([plain, absent], index).choices.map(({ value }) => value);

  assert.deepEqual([values(0), values(1)], [['yes', 'no'], ['yes', 'no', 'na']]);
  assert.equal(questionOf([plain, absent], 1).remark, '再看看');
  assert.match(questionOf([plain, absent], 0).spoken, /节约用水.*随手关龙头.*做到了/);
});

test('it may be handed in only when all is answered and the service allows it', () => {
  const { resultOf } = plainPhone().load('packages/assessments/result/view.js');

  assert.equal(resultOf(assessment('draft', [clause('R01')])).maySubmit, false);
  assert.equal(resultOf(assessment('draft', [clause('R01', 'yes')])).maySubmit, true);
  assert.equal(resultOf(assessment('submitted', [clause('R01', 'yes')], { actions: [] })).maySubmit, false);
});

test('what came back shows the remarks of the last round only', () => {
  const { resultOf } = plainPhone().load('packages/assessments/result/view.js');
  const old = clause('R01', 'yes', { remarks: [{ submission: 1, reason: '旧的' }] });
  const fresh = clause('R02', 'yes', { remarks: [{ submission: 2, reason: '门口还有垃圾' }] });
  const shown = resultOf(assessment('returned', [old, fresh], { submissions: 2 }));

  assert.deepEqual(shown.remarked.map(({ code, reason }) => [code, reason]), [['R02', '门口还有垃圾']]);
});

test('who has handed in as often as she may is sent to the federation, not round in a circle', () => {
  const { resultOf } = plainPhone().load('packages/assessments/result/view.js');
  const used = { actions: ['answer'], submissions_left: 0 };
  const shown = resultOf(assessment('returned', [clause('R01', 'yes')], used));

  assert.deepEqual([shown.maySubmit, shown.mayGoOn], [false, false]);
  assert.match(shown.hint, /请找村（社区）妇联/);
  assert.equal(resultOf(assessment('draft', [clause('R01')])).mayGoOn, true);
});

test('a passed one is told as a green household', () => {
  const { resultOf } = plainPhone().load('packages/assessments/result/view.js');
  const result = { is_passed: true, reasons: [], next_steps: [] };
  const parts = { result, is_in_force: true, valid_until_on: '2099-12-01', actions: [] };
  const shown = resultOf(assessment('confirmed', [clause('R01', 'yes')], parts));

  assert.equal(shown.stage, 'passed');
  assert.equal(shown.mark.tone, 'good');

  const expired = resultOf(assessment('confirmed', [clause('R01', 'yes')], { ...parts, is_in_force: false }));
  assert.match(expired.hint, /^到2099年12月1日为止/);
  assert.equal(resultOf(assessment('confirmed', [clause('R01', 'no')])).stage, 'notYet');
});

test('answers that are not sent yet count, after a restart without the line too', async () => {
  const served = { ...assessment('draft', [clause('R01'), clause('R02')]), answered: 0 };
  const phone = plainPhone({ answer: serving(served) });
  await phone.load('services/assessments.js').one(3);
  phone.answer = () => null;
  const { answer } = phone.load('services/assessments.js');
  await phone.load('services/client/outbox.js').act(answer(3, { code: 'R01', answer: 'yes' }, '自评'));
  const seen = await restarted(phone).load('services/assessments.js').one(3);

  assert.deepEqual([seen.answered, seen.clauses[0].answer], [1, 'yes']);
});

test('an answer that arrived is known on a line that breaks right after', async () => {
  const served = { ...assessment('draft', [clause('R01'), clause('R02')]), answered: 0 };
  const phone = plainPhone({ answer: serving(served) });
  const assessments = phone.load('services/assessments.js');
  await assessments.one(3);
  assessments.note(3, { code: 'R02', answer: 'no' });
  phone.answer = () => null;

  assert.deepEqual((await assessments.one(3)).clauses.map((one) => one.answer), [null, 'no']);
});
