// What a leader's pages make of the catalogue, of a form and of a roll.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainPhone } from '../support/plain-phone.mjs';

const phone = plainPhone();
const choices = phone.load('packages/organise/create/choices.js');
const list = phone.load('packages/organise/activities/lines.js');
const roll = phone.load('packages/organise/roll/lines.js');

const PLAIN = { code: 'A11', group_code: 'WST', name: '光盘行动', minutes: 120, needs: [] };
const RIVER = { code: 'A31', group_code: 'RIV', name: '护河', minutes: 0, needs: ['risk_notes', 'insurance'] };
const chosen = (type, usual) => ({ ...choices.formFor(type, usual, '福禄村妇联'), day: '2026-12-04', time: '09:00' });

test('the catalogue is offered in groups', () => {
  const groups = choices.groupsOf([PLAIN, { ...PLAIN, code: 'A12' }, RIVER]);
  assert.deepEqual(
    groups.map(({ code, hint }) => [code, hint]),
    [
      ['WST', '2种活动'],
      ['RIV', '1种活动'],
    ],
  );
});

test('two weeks are offered, the first days by their names', () => {
  const days = choices.daysOffered(Date.parse('2026-11-27T18:00:00Z'));
  assert.equal(days.length, 14);
  assert.deepEqual(
    days.slice(0, 2).map(({ value, word }) => [value, word]),
    [
      ['2026-11-28', '今天'],
      ['2026-11-29', '明天'],
    ],
  );
  assert.match(days[2].word, /^周一 .*11月30日$/);
});

test('a plain kind asks for nothing more; a dangerous one wants its words', () => {
  assert.ok(choices.isComplete(chosen(PLAIN), choices.neededFor(PLAIN)));
  const risky = chosen(RIVER);
  assert.ok(!choices.isComplete(risky, choices.neededFor(RIVER)));
  assert.ok(choices.isComplete({ ...risky, risk_notes: '路滑' }, choices.neededFor({ needs: ['risk_notes'] })));
  assert.ok(choices.isComplete({ ...risky, risk_notes: '路滑', insurance: '已买' }, choices.neededFor(RIVER)));
  assert.equal(choices.typeLine(RIVER).hint, '要写风险提示，要买保险');
});

test('a draft begins in the time of Chongqing and lasts as long as its kind, else two hours', () => {
  const draft = choices.draftOf(3, chosen(PLAIN), PLAIN);
  assert.deepEqual(draft.sessions, [
    { starts_at: '2026-12-04T01:00:00.000Z', ends_at: '2026-12-04T03:00:00.000Z', capacity: 30 },
  ]);
  assert.deepEqual([draft.risk_notes, draft.insurance, draft.contact], [null, null, '福禄村妇联']);
  assert.equal(choices.spanOf(chosen(RIVER), RIVER).ends_at, '2026-12-04T03:00:00.000Z');
});

test('the phone remembers place, contact, places, words of the kind and the last three kinds', () => {
  const first = choices.remembered(null, { ...chosen(RIVER), place: '河边', risk_notes: '路滑' });
  const again = choices.formFor(RIVER, first, '福禄村妇联');
  assert.deepEqual([again.place, again.risk_notes], ['河边', '路滑']);
  assert.equal(choices.formFor(PLAIN, first, '福禄村妇联').risk_notes, '');
  const codes = ['A1', 'A2', 'A31', 'A3'].reduce((usual, code) => choices.remembered(usual, { type_code: code }), first);
  assert.deepEqual(codes.types, ['A3', 'A31', 'A2']);
});

const line = (id, state, actions = []) => ({ id, member_name: `人${id}`, household_number: '001', state, actions });

test('the roll marks who can be called, what waits in the phone and what became of each', () => {
  const mark = ['mark'];
  const lines = [line(1, 'absent', mark), line(2, 'waiting'), line(3, 'attended'), line(4, 'registered', mark)];
  const shown = roll.rollLines(lines, { 1: 'present' }, { 3: { result: 'present', points: 'confirmed' } }, [4]);
  assert.deepEqual(
    shown.map(({ isCallable, chosen: marked }) => [isCallable, marked]),
    [
      [true, 'present'],
      [false, ''],
      [false, ''],
      [false, ''],
    ],
  );
  assert.equal(shown[2].said, '记下了，来了。积分已经确认，公示期满就能用。');
  assert.match(shown[3].mark.word, /已存在手机里/);
});

test('marks are sent as two lists, and found again in the outbox', () => {
  const marks = roll.marksOf({ 4: 'absent', 1: 'present', 2: 'present' });
  assert.deepEqual(marks, { present: [1, 2], absent: [4] });
  const acts = [
    { path: '/a', data: marks },
    { path: '/b', data: { present: [9], absent: [] } },
    { path: '/a', data: { present: [8], absent: [] }, refusal: { title: '', detail: '' } },
  ];
  assert.deepEqual(roll.unsentOf(acts, '/a'), [1, 2, 4]);
});

test('how far its words are checked stands on an activity until they passed', () => {
  const held = (state, check) => ({ id: 7, title: '光盘', state, text_state: check, sessions: [], actions: [] });
  const marks = ['pending', 'for_people', 'refused', 'passed'].map((check) => list.activityLines([held('published', check)])[0].check);
  assert.deepEqual(marks.map((mark) => mark && mark.tone), ['waiting', 'waiting', 'attention', null]);
  assert.equal(list.activityLines([held('published', 'passed')])[0].poster, '/packages/workbench/codes/codes?kind=activity&target=7');
  assert.equal(list.activityLines([held('draft', 'pending')])[0].poster, '');
});

test('the activity whose roll can be called stands first', () => {
  const shift = (actions) => ({ id: 1, starts_at: '2026-12-04T01:00:00Z', taken: 1, capacity: 3, waiting: 2, actions });
  const held = (id, actions) => ({ id, title: '光盘', state: 'published', sessions: [shift(actions)], actions: [] });
  const lines = list.activityLines([held(3, []), held(2, ['call_roll']), held(1, [])]);
  assert.deepEqual(
    lines.map(({ id }) => id),
    [2, 3, 1],
  );
  assert.deepEqual([lines[0].shifts[0].taken, lines[0].shifts[0].waiting], ['报名1人，名额3个', '候补2人']);
});
