// What the pages of activities make of the service's answers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainPhone } from '../support/plain-phone.mjs';

const { coming, free, shiftLine, signUpLine } = plainPhone().load('utils/activity-lines.js');
const NOW = Date.parse('2026-12-01T00:00:00Z');

const shift = (given) => ({
  id: 1,
  starts_at: '2026-12-04T01:00:00Z',
  ends_at: '2026-12-04T03:00:00Z',
  capacity: 3,
  taken: 1,
  waiting: 0,
  points: 20,
  actions: [],
  ...given,
});
const activity = (given) => ({ id: 1, title: '光盘', place: '广场', state: 'published', points: 20, sessions: [shift()], ...given });

test('what is coming stands in order of time, without drafts and without what is over', () => {
  const over = shift({ ends_at: '2026-11-30T03:00:00Z' });
  const later = shift({ starts_at: '2026-12-09T01:00:00Z', ends_at: '2026-12-09T03:00:00Z' });
  const lines = coming(
    [
      activity({ id: 1, sessions: [over] }),
      activity({ id: 2, sessions: [over, later] }),
      activity({ id: 3 }),
      activity({ id: 4, state: 'draft' }),
    ],
    NOW,
  );
  assert.deepEqual(
    lines.map(({ id }) => id),
    [3, 2],
  );
  assert.match(lines[0].when, /12月4日 周五 09:00$/);
});

test('an activity says its places left, or that one can wait, and what it gives', () => {
  const [open] = coming([activity()], NOW);
  assert.deepEqual([open.mark.word, open.gain], ['还有2个名额', '参加得20分']);
  const [full] = coming([activity({ points: null, sessions: [shift({ taken: 3 })] })], NOW);
  assert.deepEqual([full.mark.word, full.gain], ['名额满了，可以候补', '自愿参加，这次不加分']);
  const [second] = coming([activity({ sessions: [shift({ taken: 3 }), shift({ id: 2 })] })], NOW);
  assert.deepEqual([second.mark.word, second.more], ['还有2个名额', '一共2场']);
});

const signUp = (given) => ({
  id: 7,
  session_id: 1,
  member_id: 5,
  member_name: '王芳',
  state: 'registered',
  waiting_position: null,
  activity_id: 1,
  title: '光盘',
  place: '广场',
  starts_at: '2026-12-04T01:00:00Z',
  actions: ['cancel'],
  ...given,
});

test('a sign-up says its place in the queue', () => {
  assert.equal(signUpLine(signUp({ state: 'waiting', waiting_position: 2 })).mark.word, '候补第2位');
  assert.equal(signUpLine(signUp()).mark.word, '报上名了');
  assert.equal(signUpLine(signUp({ state: 'absent', actions: [] })).mayCancel, false);
});

test('a shift shows the sign-ups of the household that still count', () => {
  const line = shiftLine(shift({ actions: ['sign_up'] }), [signUp(), signUp({ id: 8, state: 'cancelled' })], 'sign_up');
  assert.deepEqual([line.mine.map(({ id }) => id), line.isOpen], [[7], true]);
  assert.equal(shiftLine(shift(), [], 'sign_up').isOpen, false);
});

test('only members without a place can be chosen', () => {
  const members = [
    { id: 5, name: '王芳' },
    { id: 6, name: '李强' },
  ];
  assert.deepEqual(free(members, [signUp()], 1), [{ id: '6', name: '李强' }]);
  assert.equal(free(members, [signUp({ state: 'cancelled' })], 1).length, 2);
  assert.equal(free(members, [signUp()], 2).length, 2);
});
