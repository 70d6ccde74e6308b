// A leader's evening: a hundred claims confirmed with few taps, each with its own result, and what she may not decide.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStage } from '../support/stage.mjs';

const CHAIR = 'demo-rural-chair';
const COLLEAGUE = 'demo-rural-executive-1';
const RULES = ['WST03', 'WST04', 'RIV03'];
const WANTED = 100;
const TAPS_MAX = 110;
const OVER_CAP = '这户的分已经封顶，这一条没有确认。可以退回，写明已经封顶。';
const HOUR_MS = 3600000;
const RELATIVES = ['002', '004'];

/** @type {import('../support/stage.mjs').Stage} */
let stage;
before(async () => {
  stage = await startStage();
  if (Number(dayBefore(0).slice(8)) < 3) await stage.moveClock(3); // the caps count by month
});
after(() => stage.close());

test('a hundred claims are confirmed in at most 110 taps, and each tells what became of it', async () => {
  const colleague = await stage.api(COLLEAGUE);
  const village = (await colleague.get('/me')).offices[0].organisation_id;
  const households = (await colleague.get(`/households?village_id=${village}&size=100`)).items;
  const reported = await reportFor(colleague, households);
  const [first] = households;
  const tooMany = [await report(colleague, first, 'RIV03', 1), await report(colleague, first, 'RIV03', 2)];

  const phone = await stage.openPhone({ person: CHAIR, path: '/packages/workbench/workbench/workbench' });
  await phone.tap('等您确认的积分');
  await phone.see('要请别人办的');
  await phone.see('自家和亲戚家的积分，要请村里别的人来办。');
  await confirmAll(phone);
  assert.ok(phone.taps <= TAPS_MAX, `${phone.taps} taps`);
  await phone.screenshot('leaders-evening/confirmed');

  const states = await statesOf(colleague, village);
  assert.ok(reported.every((id) => states.confirmed.has(id)));
  assert.ok(reported.length >= WANTED);
  assert.equal(tooMany.filter((id) => states.submitted.has(id)).length, 1, 'one claim is over the cap');

  await giveBack(phone, tooMany.find((id) => states.submitted.has(id)));
  const returned = await statesOf(colleague, village);
  assert.equal(tooMany.filter((id) => returned.submitted.has(id)).length, 0);
});

/** @param {any} leader @param {any[]} households */
async function reportFor(leader, households) {
  const ids = [];
  for (const household of households.filter(({ number }) => !RELATIVES.includes(number))) {
    for (const rule of RULES) if (ids.length < WANTED) ids.push(await report(leader, household, rule));
  }
  return ids;
}

/** @param {any} leader @param {any} household @param {string} rule @param {number} [daysAgo]
 * @returns {Promise<number>} */
async function report(leader, household, rule, daysAgo = 0) {
  const [head] = household.members;
  const claim = await leader.post('/claims', {
    household_id: household.id,
    rule_code: rule,
    deed_on: dayBefore(daysAgo),
    on_behalf: { member_id: head.id, reason: '家里没有智能手机。', channel: 'in_person' },
  });
  return claim.id;
}

/** The civil date in Chongqing. @param {number} daysAgo */
function dayBefore(daysAgo) {
  return new Date(Date.now() + stage.offsetMs + (8 - 24 * daysAgo) * HOUR_MS).toISOString().slice(0, 10);
}

/** Batch by batch, as long as anything may be confirmed together. @param {import('../support/phone.mjs').Phone} phone */
async function confirmAll(phone) {
  let results = 0;
  let overCap = false;
  while (await phone.find(/^确认\d+件$/).isVisible()) {
    const { count } = await phone.data();
    await phone.tap(/^确认\d+件$/);
    const { lines } = (await phone.data()).result;
    assert.equal(lines.length, count, 'each claim has its result');
    assert.ok(lines.every((/** @type {any} */ { detail }) => /。$/.test(detail)));
    results += lines.length;
    overCap ||= lines.some((/** @type {any} */ { detail }) => detail === OVER_CAP);
    await phone.tap('接着确认');
  }
  assert.ok(results >= WANTED);
  assert.ok(overCap, 'what is over the cap is told in words');
  assert.equal((await phone.data()).together.length, 1, 'it stays, and is not chosen again by itself');
}

/** @param {import('../support/phone.mjs').Phone} phone @param {number | undefined} id */
async function giveBack(phone, id) {
  await phone.launch(`/packages/workbench/claim/claim?id=${id}`);
  await phone.tap('退回');
  await phone.tap('这一条这个月已经封顶。');
  await phone.tap('退回');
  await phone.see('已经退回，住户会收到原因。');
  await phone.tap('知道了');
}

/** @param {any} leader @param {number} village */
async function statesOf(leader, village) {
  const found = { submitted: new Set(), confirmed: new Set() };
  for (const [state, ids] of Object.entries(found)) {
    for (let next = ''; next !== 'null'; ) {
      const query = `village_id=${village}&state=${state}&size=100${next && `&after=${next}`}`;
      const page = await leader.get(`/claims?${query}`);
      page.items.forEach((/** @type {any} */ claim) => ids.add(claim.id));
      next = String(page.next_after);
    }
  }
  return found;
}
