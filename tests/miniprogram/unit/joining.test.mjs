// Into a household: by the number WeChat knows or by a code; whatever comes of the number, the code is left.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainPhone } from '../support/plain-phone.mjs';

const phone = plainPhone();
const ways = phone.load('packages/household/join/ways.js');
const { slipOf } = phone.load('packages/workbench/household/slip.js');
const { Refusal } = phone.load('services/client/refusal.js');
const { viewOf } = phone.load('pages/home/view.js');
const texts = phone.load('texts/household.js');

const form = (typed) => ({ ...ways.BLANK, ...typed });

test('she chooses the way where both are open; a code in her hand has chosen', () => {
  assert.equal(ways.wayOf(form({}), true), '');
  assert.equal(ways.wayOf(form({ way: 'phone' }), true), 'phone');
  assert.equal(ways.wayOf(form({ code: 'ABC234' }), true), 'code');
  assert.equal(ways.wayOf(form({ way: 'phone' }), false), 'code');
});

test('by phone no code is asked, by code no phone', () => {
  const who = { name: '王芳', relation: 'child', age: 'adult' };
  assert.ok(ways.isComplete(form({ ...who, way: 'phone' })));
  assert.ok(!ways.isComplete(form({ ...who, way: 'code', code: ' ' })));
  assert.ok(ways.isComplete(form({ ...who, way: 'code', code: 'ABC234' })));
  assert.ok(!ways.isComplete(form({ ...who, way: 'phone', name: ' ' })));
});

test('without a number she is told how the code is had; a used-up quota is not called her refusal', () => {
  assert.equal(ways.withoutNumber({ errMsg: 'getPhoneNumber:fail user deny' }), texts.phoneRefused);
  assert.equal(ways.withoutNumber({ errno: 1400001 }), texts.phoneNoneLeft);
  for (const match of ['none', 'several']) {
    const { way, note } = ways.afterMatch(match);
    assert.equal(way, 'code');
    assert.match(note, /向村（社区）妇联要一个入户码/);
  }
  assert.deepEqual(ways.afterMatch('one'), { way: 'phone', note: '' });
});

for (const [what, refusal, after] of /** @type {const} */ ([
  ['a bad line', { type: 'line-down' }, { way: '', mayTryAgain: true }],
  ['a busy WeChat', { type: 'wechat-busy', status: 503 }, { way: '', mayTryAgain: true }],
  ['a code that is too old', { type: 'wechat-code-invalid', status: 401 }, { way: '', mayTryAgain: false }],
  ['a code that was used', { type: 'phone-code-used', status: 409 }, { way: '', mayTryAgain: false }],
  ['too many tries', { type: 'phone-tried-too-often', status: 422 }, { way: 'code', mayTryAgain: false }],
])) {
  test(`what is left after ${what}`, () => {
    assert.deepEqual(ways.afterRefusal(new Refusal({ title: '', detail: '', ...refusal })), after);
  });
}

test('who was found by her number reads of no household, nor a hole in its place', () => {
  const asked = { household_label: null, state: 'pending' };
  const { isByPhone, pending, refused } = ways.requestWords(asked);
  assert.equal(isByPhone, true);
  const home = { household: null, points: null, next_activity: null, standards_notice: null, actions: [] };
  const onHome = ['pending', 'refused'].map((state) => viewOf({ ...home, join_request: { ...asked, state } }).request.text);
  for (const words of [pending, refused, ...onHome]) assert.doesNotMatch(words, /null|undefined/);
  assert.match(ways.requestWords({ household_label: '王家' }).pending, /王家/);
});

test('a slip bears the code in groups, whom it is for, until when, and what is copied', () => {
  const slip = slipOf({ code: 'ABC234', slip: '入户码 ABC234', expires_at: '2026-11-30T01:00:00Z' }, '018号');
  assert.equal(slip.signs, 'ABC 234');
  assert.equal(slip.text, '入户码 ABC234');
  assert.match(slip.whom, /018号/);
  assert.match(slip.until, /只能用一次/);
  assert.equal(slip.spoken.replace(/[^A-Z0-9]/g, ''), 'ABC234');
});
