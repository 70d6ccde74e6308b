// The village sends one answer back with its reason; she mends that one and hands in again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStage } from '../support/stage.mjs';

const RESIDENT = 'demo-rural-household-006';
const REVIEWER = 'demo-rural-executive-1';
const REASON = '院坝里还有垃圾，收拾好再说';

/** @type {import('../support/stage.mjs').Stage} */
let stage;
/** @type {import('../support/phone.mjs').Phone} */
let phone;
let path = '';

before(async () => {
  stage = await startStage();
  const resident = await stage.api(RESIDENT);
  const { household_id: household } = await resident.get('/me');
  const { id, clauses } = await resident.post(`/households/${household}/assessments`);
  path = `/assessments/${id}`;
  const answers = clauses.map((/** @type {any} */ clause) => ({ code: clause.code, answer: 'yes' }));
  await resident.put(`${path}/answers`, { answers });
  await resident.post(`${path}/submission`);
  await (await stage.api(REVIEWER)).post(`${path}/return`, { remarks: [{ code: clauses[3].code, reason: REASON }] });
  const reason = async () => (await resident.get(path)).clauses[3].remarks[0].reason;
  await stage.until(reason);
  phone = await stage.openPhone({ person: RESIDENT });
});

after(() => stage?.close());

test('home leads to what is to be mended, with the reason', async () => {
  await phone.see('自评退回来了');
  await phone.tap('看哪里要改');

  await phone.see(REASON);
});

test('the question repeats the reason, and one choice leads back', async () => {
  await phone.tap(REASON);
  await phone.see('评议小组说');
  await phone.tap('还没做到');
  await phone.see('请再看看这几条');

  const { clauses } = await (await stage.api(RESIDENT)).get(path);
  assert.equal(clauses[3].answer, 'no');
});

test('she hands in again', async () => {
  await phone.tap('再交一次');
  await phone.tap('交');
  await phone.see('自评已经交了');

  assert.equal((await (await stage.api(RESIDENT)).get(path)).submissions, 2);
});
