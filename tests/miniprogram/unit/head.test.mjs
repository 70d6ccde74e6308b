// Another head: everybody else is asked about, and the former one may be gone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainPhone } from '../support/plain-phone.mjs';

const { BLANK, changeOf, isComplete, questions } = plainPhone().load('packages/workbench/head/form.js');
const WANG = { id: 1, name: '王淑芬', relation: 'head' };
const LI = { id: 2, name: '李国强', relation: 'spouse' };
const HONG = { id: 3, name: '李小红', relation: 'child' };
const FAMILY = [WANG, LI, HONG];

test('nobody is asked about before the new head is known', () => {
  assert.deepEqual(questions(FAMILY, BLANK), []);
  assert.equal(isComplete(FAMILY, BLANK), false);
});

test('everybody else is asked about, and only who was head may be gone', () => {
  const asked = questions(FAMILY, { head: '3', relations: {} });

  assert.deepEqual(asked.map(({ question }) => question), ['王淑芬是李小红的', '李国强是李小红的']);
  assert.deepEqual(asked.map(({ relations }) => relations.at(-1).value), ['gone', 'other']);
});

test('it is complete once everybody was placed', () => {
  assert.equal(isComplete(FAMILY, { head: '3', relations: { 1: 'parent' } }), false);
  assert.equal(isComplete(FAMILY, { head: '3', relations: { 1: 'parent', 2: 'parent' } }), true);
});

test('the service is told whom the head replaces', () => {
  assert.deepEqual(changeOf(FAMILY, { head: '3', relations: { 1: 'parent', 2: 'parent' } }), {
    member_id: 3,
    former_id: 1,
    former_relation: 'parent',
    relations: [{ member_id: 2, relation: 'parent' }],
  });
});

test('a head who is gone has no relation, and a household without one replaces nobody', () => {
  const { former_relation: left } = changeOf(FAMILY, { head: '2', relations: { 1: 'gone', 3: 'child' } });
  const { former_id: nobody, former_relation: none } = changeOf([LI, HONG], { head: '2', relations: { 3: 'child' } });

  assert.deepEqual([left, nobody, none], [null, null, null]);
});
