// What leaders' pages make of the service's answers: tiles, the queue, reviews, forms, and acting for a household.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainPhone } from '../support/plain-phone.mjs';

const { load } = plainPhone();
const queue = load('packages/workbench/claims/queue.js');
const { facts } = load('packages/workbench/claim/facts.js');
const clauses = load('packages/workbench/review/clauses.js');
const form = load('packages/workbench/register/form.js');
const tiles = load('packages/workbench/workbench/tiles.js');
const wishes = load('packages/workbench/proxy/wishes.js');

const CLAIM = {
  id: 1,
  household_label: '唐** · 五组',
  rule_title: '巡河',
  quantity: 2,
  deed_on: '2026-11-08',
  points: 10,
  note: '',
  is_first_confirmed: false,
  blocked: null,
  actions: ['confirm', 'return'],
};
const RELATIVE = { ...CLAIM, id: 2, actions: [], blocked: '自家和亲戚家的积分，要请村里别的人来办。' };

test('what may be confirmed together is chosen, the rest stands apart with the reason', () => {
  const { together, apart } = queue.sorted([CLAIM, RELATIVE, { ...CLAIM, id: 9, actions: [] }]);
  assert.deepEqual(queue.chosen(together), [1]);
  assert.deepEqual(
    apart.map(({ id, blocked }) => [id, blocked]),
    [[2, RELATIVE.blocked]],
  );
  assert.equal(together[0].deed, '巡河 ×2');
});

test('what she took out of the batch is not confirmed', () => {
  const { together } = queue.sorted([CLAIM, { ...CLAIM, id: 3 }]);
  together[0].isChosen = false;
  assert.deepEqual(queue.chosen(together), [3]);
});

test('each claim gets its result, and what was not confirmed comes first', () => {
  const { together } = queue.sorted([CLAIM, { ...CLAIM, id: 3 }, { ...CLAIM, id: 4 }]);
  const { title, lines } = queue.results(together, [
    { claim_id: 1, outcome: 'confirmed', detail: '确认好了，等本月公示。' },
    { claim_id: 3, outcome: 'over_cap', detail: '这户的分已经封顶。' },
    { claim_id: 4, outcome: 'first_confirmed', detail: '您确认好了，还要另一位确认。' },
  ]);
  assert.equal(title, '确认好了2件，1件没有确认');
  assert.deepEqual(
    lines.map(({ id, mark }) => [id, mark.tone]),
    [
      [3, 'attention'],
      [1, 'good'],
      [4, 'waiting'],
    ],
  );
});

test('the facts of a claim leave out what is empty', () => {
  const found = { claim: { ...CLAIM, reason: null }, rule: { title: '巡河' }, evidence: ['照片', '见证人'], confirmations: [] };
  assert.deepEqual(
    facts(found).map(({ label }) => label),
    ['哪一户', '按哪一条', '哪天做的', '看什么凭据'],
  );
});

test('a clause goes back only with a reason', () => {
  assert.equal(clauses.isWritten({ R01: '' }), false);
  assert.equal(clauses.isWritten({ R01: ' 看不清，请补一张。' }), true);
  assert.deepEqual(clauses.remarks({ R01: ' 看不清。 ' }), [{ code: 'R01', reason: '看不清。' }]);
});

test('a household can be registered once it has a group and every member a name', () => {
  const [head] = form.BLANK.members;
  assert.equal(form.isComplete({ ...form.BLANK, group: '三组' }), false);
  const typed = { group: ' 三组', number: '', members: [{ ...head, name: '蒲秀英 ' }] };
  assert.equal(form.isComplete(typed), true);
  assert.deepEqual(form.householdFields('4', typed), {
    village_id: 4,
    group_name: '三组',
    number: null,
    members: [{ name: '蒲秀英', relation: 'head', phone: null }],
  });
});

test('piles stand under their village, those with work first; unknown piles are left out', () => {
  const offices = [{ organisation_id: 4, organisation_name: '福禄村妇联', level: 'village' }];
  const tile = (key, count) => ({ key, title: key, count, village_id: 4, actions: [] });
  const [place] = tiles.places([tile('join_requests', 0), tile('claims_to_confirm', 3), tile('unheard_of', 1)], offices);
  assert.equal(place.name, '福禄村妇联');
  assert.deepEqual(
    place.piles.map(({ to, word }) => [to, word]),
    [
      ['/packages/workbench/claims/claims?village=4', '3件'],
      ['/packages/workbench/joins/joins?village=4', '办完了'],
    ],
  );
});

test('who looks from above the villages asks for feedback by the name of her office', () => {
  const offices = [{ organisation_id: 2, organisation_name: '石角镇妇联', level: 'town' }];
  const [place] = tiles.places([{ key: 'feedback_to_answer', title: '', count: 1, village_id: null }], offices);
  assert.equal(place.piles[0].to, '/packages/workbench/replies/replies?village=2');
});

test('doors are those that the permissions open', () => {
  const offices = [{ organisation_id: 4, organisation_name: '福禄村妇联', level: 'village' }];
  assert.deepEqual(tiles.doors({ offices, permissions: ['claim:confirm'] }), []);
  const [door] = tiles.doors({ offices, permissions: ['household:register'] });
  assert.equal(door.to, '/packages/workbench/households/households?village=4');
});

test('acting for a household needs whom, why and how', () => {
  const whole = { member: '7', reason: '老人不会用，请我代办。', channel: 'telephone' };
  assert.equal(wishes.isComplete(whole), true);
  assert.equal(wishes.isComplete({ ...whole, channel: '' }), false);
  assert.deepEqual(wishes.formOf(wishes.behalfOf(whole)), whole);
});

test('a household is offered the shifts it may be signed up for', () => {
  const sessions = [
    { starts_at: '2026-11-01T01:00:00Z', actions: [] },
    { starts_at: '2026-12-05T01:00:00Z', actions: ['sign_up_for_household'] },
  ];
  const activity = { id: 3, title: '河边捡垃圾', place: '石坝', sessions };
  const past = { ...activity, sessions: sessions.slice(0, 1) };
  const [meeting, ...others] = wishes.meetings([activity, past], 9);
  assert.equal(meeting.to, '/packages/activities/activity/activity?id=3&household=9');
  assert.match(meeting.hint, /^12月5日 周六 09:00 石坝$/);
  assert.deepEqual(others, []);
});

test('what is to be told is sorted as one walks, each group under its name, with the reason', () => {
  const { line, walk } = load('packages/workbench/tell/walk.js');
  const message = (id, group, number, reason = 'no_phone') =>
    line({ id, group_name: group, household_number: number, reason, title: '', body: '', created_at: '2026-11-27T01:00:00Z' });
  const told = walk([
    message(1, '十二组', '003'), message(2, '三组', '018', 'not_read'), message(3, '院坝', '001'), message(4, '三组', '002'),
    message(5, '10组', '004'), message(6, '三组', '002'), message(7, '十组', '004'), message(8, '二十组', '001'),
  ]);
  assert.deepEqual(told.map(({ id }) => id), [4, 6, 2, 5, 7, 1, 8, 3]);
  assert.deepEqual(told.map(({ heading }) => heading).filter(Boolean), ['三组', '10组', '十组', '十二组', '二十组', '院坝']);
  assert.deepEqual(told.slice(1, 3).map(({ reason }) => reason.word), ['家里没有手机', '手机上好几天没看']);
});
