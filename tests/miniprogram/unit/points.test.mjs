// What the books say becomes lines a person reads; the form of a claim; why a point exists.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainPhone } from '../support/plain-phone.mjs';

const phone = plainPhone();
const lines = phone.load('utils/points-lines.js');
const { groupDeeds, dayChoices } = phone.load('packages/points/claim/deeds.js');
const { reasons, spoken } = phone.load('packages/points/explain/reasons.js');
const { headOf, entryOf } = phone.load('packages/points/notice/sheet.js');

const YEAR = new Date().getFullYear();

/** @param {Record<string, any>} other */
function transfer(other) {
  return {
    id: 7,
    posted_at: `${YEAR}-03-02T01:05:00Z`,
    code: 'notice_ended',
    text: '公示期满，可以兑换',
    amount: 10,
    redeemable_change: 10,
    claim_id: 3,
    caused_by: 'claim:3',
    rule_title: '邻里互助',
    ...other,
  };
}

test('a figure bears a sign only where it changed what can be spent', () => {
  assert.deepEqual(lines.figureOf(transfer({})), { figure: '+10', tone: 'gain' });
  assert.deepEqual(lines.figureOf(transfer({ redeemable_change: -10 })), { figure: '−10', tone: 'loss' });
  const award = transfer({ code: 'award', redeemable_change: 0 });
  assert.deepEqual(lines.figureOf(award), { figure: '10', tone: 'pending' });
  assert.equal(lines.figureOf(transfer({ code: 'order_fulfilled', redeemable_change: 0 })).tone, 'soft');
});

test('a line leads to why the point exists, or to the order', () => {
  assert.equal(lines.transferLine(transfer({})).to, '/packages/points/explain/explain?claim=3');
  const order = { claim_id: null, caused_by: 'order:5', rule_title: null, text: '兑换下单' };
  const ordered = lines.transferLine(transfer(order));
  assert.equal(ordered.to, '/packages/shop/order/order?id=5');
  assert.equal(ordered.title, '兑换下单');
  assert.equal(ordered.hint, '3月2日');
});

const RULE = { category: 'CIV', points: 10, unit: '次', evidence: ['照片'], quantity_max: 99, actions: ['claim'] };

test('only deeds that may be reported are offered, in their groups', () => {
  const groups = groupDeeds([
    { ...RULE, code: 'CIV01', title: '开会', actions: [] },
    { ...RULE, code: 'CIV02', title: '邻里互助' },
    { ...RULE, code: 'SAV02', title: '旧物改造', category: 'SAV', unit: '件' },
  ]);
  assert.deepEqual(
    groups.map(({ title, deeds }) => [title, ...deeds.map(({ code }) => code)]),
    [
      ['村务参与和邻里互助', 'CIV02'],
      ['节约低碳', 'SAV02'],
    ],
  );
  assert.equal(groups[0].deeds[0].worth, '每次10分');
  assert.equal(groups[1].deeds[0].howMany, '做了几件？');
});

test('time is counted in half-hours', () => {
  const [group] = groupDeeds([
    { ...RULE, code: 'VOL01', category: 'VOL', title: '志愿服务', unit: '小时' },
  ]);
  assert.equal(group.deeds[0].unit, '个半小时');
});

test('the day is today, yesterday or another one', () => {
  const now = Date.parse(`${YEAR}-03-02T16:30:00Z`);
  const chosen = (/** @type {string} */ day) => dayChoices(day, now).find(({ isChosen }) => isChosen)?.word;
  assert.equal(chosen(`${YEAR}-03-03`), '今天');
  assert.equal(chosen(`${YEAR}-03-02`), '昨天');
  assert.equal(chosen(`${YEAR}-02-20`), '别的日子');
  assert.equal(chosen(''), undefined);
});

const EXPLAINED = {
  claim: { points: 20, rule_title: '绿化达标', state_text: '公示中', note: '', reason: null, is_first_confirmed: false },
  rule: { title: '绿化达标', unit: '户', points: 20, cap_period: 'half_year', period_cap: 20 },
  evidence: ['照片'],
  confirmations: [{ office: '妇联主席', at: `${YEAR}-03-02T01:05:00Z` }],
  notice: { title: '3月积分公示', published_on: `${YEAR}-03-05`, usable_on: `${YEAR}-03-12` },
};

test('a point is explained by its rule, its office and its notice', () => {
  const facts = reasons(EXPLAINED);
  assert.deepEqual(
    facts.map(({ lines: said }) => said.join('')),
    [
      '绿化达标：每户20分，每半年最多20分。看的是照片。',
      '妇联主席，3月2日 09:05',
      '3月积分公示，3月5日贴出来，3月12日起能用。',
    ],
  );
  assert.match(spoken(EXPLAINED.claim, facts), /^为什么有这20分。绿化达标。公示中。/);
});

test('what is not confirmed yet, or needs a second person, is said so', () => {
  const waiting = reasons({ ...EXPLAINED, confirmations: [], notice: null, evidence: [] });
  assert.match(JSON.stringify(waiting), /还没有人确认。.*还没有公示。/);
  const half = reasons({ ...EXPLAINED, claim: { ...EXPLAINED.claim, is_first_confirmed: true } });
  assert.match(JSON.stringify(half), /还要一个人确认/);
});

test('a returned claim says why', () => {
  const facts = reasons({ ...EXPLAINED, claim: { ...EXPLAINED.claim, reason: '照片看不清' } });
  assert.deepEqual(facts[0], { heading: '说明', lines: ['照片看不清'] });
});

test('what she wrote says how its check stands, and what others wrote waits for it', () => {
  const said = (/** @type {any} */ parts) => reasons({ ...EXPLAINED, claim: { ...EXPLAINED.claim, ...parts } })[0].lines.join('');
  assert.equal(said({ note: '和隔壁一起', note_state: 'passed' }), '和隔壁一起');
  assert.match(said({ note: '和隔壁一起', note_state: 'pending' }), /^和隔壁一起正在检查，通过后别人才看得到/);
  assert.match(said({ note: '代购', note_state: 'refused' }), /^代购没有通过检查.*请换个说法/);
  assert.equal(said({ reason: null, reason_state: 'for_people' }), '等人看一眼，通过后才看得到。');
});

test('a notice says its days, and each line whose points they are', () => {
  const notice = { id: 1, title: '公示', state: 'open', published_on: `${YEAR}-03-05`, usable_on: `${YEAR}-03-12` };
  assert.equal(headOf(notice).days, '3月5日贴出来，3月12日起能用');
  assert.equal(headOf(notice).word, '公示中');
  assert.equal(headOf({ ...notice, state: 'closed' }).tone, 'good');
  const content = { household: '唐** · 五组', rule: '邻里互助', points: 10, deed_on: `${YEAR}-03-01` };
  assert.equal(entryOf({ position: 1, content }).when, '3月1日做的');
});
