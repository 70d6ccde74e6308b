// My household: who belongs to it and whom an applicant may be.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainPhone } from '../support/plain-phone.mjs';

const view = plainPhone().load('packages/household/household/view.js');
const member = (id, hasJoined) => ({ id, name: `人${id}`, relation: 'child', phone: null, has_joined: hasJoined });

test('an applicant is a registered member without a phone here, or somebody new', () => {
  const { members } = view.householdOf({ members: [member(1, true), member(2, false)], actions: [] });

  assert.deepEqual(view.candidatesOf(members).map(({ value }) => value), ['2', '']);
});

test('what may be done comes from the service', () => {
  const shown = view.householdOf({ members: [], actions: ['invite'] });

  assert.deepEqual([shown.mayInvite, shown.mayDecide], [true, false]);
});

test('a join code can be read aloud sign by sign', () => {
  assert.match(view.invitationOf({ code: 'AB12', expires_at: '2099-12-04T01:00:00Z' }).spoken, /A，B，1，2/);
});
