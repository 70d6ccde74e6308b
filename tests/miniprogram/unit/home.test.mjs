// The first page: how far the household is, in a ring, words and one thing to do.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainPhone } from '../support/plain-phone.mjs';

const { viewOf } = plainPhone().load('pages/home/view.js');
const HOUSEHOLD = { id: 7, label: '唐** · 五组', village_id: 4, village_name: '福禄村妇联' };
const POINTS = { redeemable: 10, in_notice: 0, held: 0, arrears: 0, earned_this_year: 10, usable_on: null };
const ASSESSMENT = {
  id: 3,
  state: 'draft',
  answered: 6,
  met: 4,
  total: 18,
  pass_mark: 11,
  is_in_force: false,
  valid_until_on: null,
};

const home = (parts = {}) => ({
  household: HOUSEHOLD,
  join_request: null,
  assessment: null,
  next_step: null,
  points: POINTS,
  next_activity: null,
  unread_messages: 0,
  waiting_orders: 0,
  standards_notice: null,
  has_workbench: false,
  actions: [],
  ...parts,
});
const assessed = (parts, actions = []) => viewOf(home({ assessment: { ...ASSESSMENT, ...parts }, actions })).green;

test('a household that has not begun is offered to begin, when the service allows it', () => {
  assert.equal(viewOf(home({ actions: ['begin_assessment'] })).green.button.begins, true);
  assert.equal(viewOf(home()).green.button, null);
});

test('a draft shows the answers so far and goes on where it was left', () => {
  const green = assessed({});

  assert.deepEqual([green.ring.count, green.ring.percent], [6, 33]);
  assert.match(green.hint, /还有12条/);
  assert.match(green.button.to, /question\?assessment=3$/);
});

test('a draft without open questions leads to what is handed in', () => {
  assert.match(assessed({ answered: 18 }).button.to, /result\?assessment=3$/);
});

test('a green household is told so with its last day', () => {
  const green = assessed({ state: 'confirmed', met: 15, is_in_force: true, valid_until_on: '2099-12-01' });

  assert.ok(green.isGreen);
  assert.equal(green.title, '绿色家庭');
  assert.match(green.until, /2099年12月1日/);
});

test('who passed is not told that she did not when it has run out', () => {
  const green = assessed({ state: 'confirmed', met: 15, is_passed: true, valid_until_on: '2025-12-01' });

  assert.deepEqual([green.isGreen, green.title], [false, '达标已经到期']);
  assert.equal(assessed({ state: 'confirmed', is_passed: false }).title, '还没达标');
});

test('a new year: still green, and this year may be begun', () => {
  const green = assessed({ state: 'confirmed', is_in_force: true, valid_until_on: '2099-12-01' }, ['begin_assessment']);

  assert.ok(green.isGreen);
  assert.deepEqual(green.button, { word: '做今年的自评', begins: true, to: '' });
});

test('points say what is in notice and from when it can be used', () => {
  const { lines } = viewOf(home({ points: { ...POINTS, in_notice: 20, usable_on: '2099-12-08', arrears: -5 } })).points;

  assert.deepEqual(lines, ['还有20分在公示，2099年12月8日能用', '待抵5分，从以后的积分里抵']);
});

test('an activity says what my household signed up for', () => {
  const shift = { activity_id: 1, title: '光盘行动', starts_at: '2099-12-04T01:00:00Z', place: '院坝' };
  const next = { ...shift, places_left: 0, points: 20, sign_up_state: null };
  const waiting = { ...next, sign_up_state: 'waiting', waiting_position: 2 };

  assert.equal(viewOf(home({ next_activity: next })).activity.mark, null);
  assert.deepEqual(viewOf(home({ next_activity: waiting })).activity.mark, { tone: 'waiting', word: '候补第2位' });
  assert.equal(viewOf(home({ next_activity: { ...next, sign_up_state: 'registered' } })).activity.mark.word, '报上名了');
  assert.equal(viewOf(home({ next_activity: next })).activity.facts, '名额满了，可以候补，参加得20分');
});

test('a guest sees her request, and the refused one as well', () => {
  const request = (state) => ({ state, household_label: '唐**' });
  const asked = (state) => viewOf(home({ household: null, points: null, join_request: request(state) }));

  assert.equal(asked('pending').request.isPending, true);
  assert.match(asked('refused').request.text, /没有同意/);
  assert.equal(asked('approved').request, null);
});
