// What else lies on a leader's desk: a review, somebody who wants to join, feedback, and the month's public notice.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStage } from '../support/stage.mjs';

const CHAIR = 'demo-rural-chair';
const OTHER = 'demo-rural-executive-1';
const HANDED_IN = 'demo-rural-household-016';
const APPLICANT = 'demo-rural-daughter';
const WRITER = 'demo-rural-household-001';
const WORKBENCH = '/packages/workbench/workbench/workbench';
const REASON = '凭据看不清，请补一张。';

/** @type {import('../support/stage.mjs').Stage} */
let stage;
/** @type {import('../support/phone.mjs').Phone} */
let phone;
before(async () => {
  stage = await startStage();
  phone = await stage.openPhone({ person: CHAIR, path: WORKBENCH });
});
after(() => stage.close());

test('a clause that is not right goes back with its reason, which outlives a dead battery', async () => {
  await phone.tap('等您核的自评');
  await phone.tap(/达标/);
  await phone.tap('这条不对');
  await phone.tap(REASON);
  const { query } = await opened();
  await phone.restart();
  await phone.launch(`/packages/workbench/review/review?id=${query.id}`);
  await phone.screenshot('leaders-desk/review');
  await phone.tap('退回1条');
  await phone.see('退回去了');
  await phone.tap('知道了');

  const household = await stage.api(HANDED_IN);
  const returned = await stage.until(async () => {
    const found = await household.get(`/assessments/${query.id}`);
    return reasonsOf(found).some(Boolean) && found;
  });
  assert.equal(returned.state, 'returned');
  assert.deepEqual(reasonsOf(returned), [REASON]);
});

test('an assessment that is right is confirmed', async () => {
  const household = await stage.api(HANDED_IN);
  const { items } = await household.get('/assessments');
  await household.post(`/assessments/${items[0].id}/submission`);
  await phone.launch(`/packages/workbench/review/review?id=${items[0].id}`);
  await phone.tap('确认');
  await phone.page.getByRole('dialog').getByText('确认', { exact: true }).tap();
  await phone.see('确认好了');
  await phone.tap('知道了');
  assert.equal((await household.get(`/assessments/${items[0].id}`)).state, 'confirmed');
});

test('who wants to join is admitted', async () => {
  await phone.launch(WORKBENCH);
  await phone.tap('入户申请');
  await phone.tap('同意');
  await phone.tap('名单上没有，新添一位');
  await phone.tap('同意');
  await phone.see('加入好了');
  await phone.tap('知道了');
  assert.ok((await (await stage.api(APPLICANT)).get('/me')).household_id);
});

test('feedback is answered, and who wrote it reads the answer', async () => {
  const writer = await stage.api(WRITER);
  await writer.post('/feedback', { kind: 'question', text: '这个月什么时候公示？' });
  assert.equal(await checked(writer), 'passed');
  await phone.launch(WORKBENCH);
  await phone.tap(/投诉建议$/);
  await phone.see('这个月什么时候公示？');
  await phone.tap('写答复');
  await phone.fill('答复', '今天晚上就公示。');
  await phone.tap('答复住户');
  await phone.see('没有等答复的');
  const answer = await stage.until(async () => (await writer.get('/feedback')).items[0].answer);
  assert.equal(answer, '今天晚上就公示。');
});

test('what WeChat leaves open a leader lets pass, and only then it is there to be answered', async () => {
  const writer = await stage.api(WRITER);
  const text = '能不能帮大家低价代购菜籽？';
  await writer.post('/feedback', { kind: 'suggestion', text });
  assert.equal(await checked(writer), 'for_people');
  await phone.launch(WORKBENCH);
  await phone.tap('等您看的文字');
  await phone.see(text);
  await phone.screenshot('leaders-desk/texts');
  await phone.tap('可以显示');
  await phone.see('没有等您看的');
  await phone.launch(WORKBENCH);
  await phone.tap(/投诉建议$/);
  await phone.see(text);
});

test('what a resident reports another leader than its author looks at; it stays when nothing is wrong with it', async () => {
  const reporter = await stage.api(WRITER);
  const { village_id: village } = await reporter.get('/me');
  const [{ id, title }] = (await reporter.get(`/activities?village_id=${village}&size=1`)).items;
  await reporter.post('/reports', { kind: 'activity', object_id: id, reason: 'untrue' });
  const other = await stage.openPhone({ person: OTHER, path: WORKBENCH });
  await other.tap('等您看的举报');
  await other.see(new RegExp(title));
  await other.screenshot('leaders-desk/reports');
  await other.tap('没有问题，照常显示');
  await other.see('没有等您看的举报');
  assert.equal((await reporter.get(`/activities/${id}`)).title, title);
});

test('the month is published, with the day from which the points can be used', async () => {
  await phone.launch(WORKBENCH);
  await phone.tap('等您确认的积分');
  await phone.tap(/^确认\d+件$/);
  await phone.launch(WORKBENCH);
  await phone.tap('等公示的积分');
  await phone.see('公示期满，这些分自动能用，不用再点。');
  await phone.tap('公示出去');
  await phone.tap('公示');
  await phone.see('公示出去了');
  await phone.see(/公示5个工作日，.+起这些分能用。/);
  await phone.screenshot('leaders-desk/published');
  await phone.tap('看公示');
  assert.equal(await phone.route(), 'packages/points/notice/notice');
});

/** The page on the screen. @returns {Promise<{ query: Record<string, string> }>} */
function opened() {
  return phone.page.evaluate(() => ({ query: __preview.pages.at(-1).options }));
}

/** The worker asks WeChat: how the check of her newest letter ended.
 * @param {Awaited<ReturnType<import('../support/stage.mjs').Stage['api']>>} writer @returns {Promise<string>} */
async function checked(writer) {
  const [{ text_state: state }] = (await writer.get('/feedback')).items;
  if (state !== 'pending') return state;
  await new Promise((resolve) => setTimeout(resolve, 200));
  return checked(writer);
}

/** @param {any} assessment @returns {string[]} */
function reasonsOf({ clauses }) {
  return clauses.flatMap((/** @type {any} */ { remarks }) => remarks.map((/** @type {any} */ { reason }) => reason));
}
