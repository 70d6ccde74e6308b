// What a leader reads of the points rules, and the village's resolution as it is sent.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainPhone } from '../support/plain-phone.mjs';

const { load } = plainPhone();
const resolution = load('packages/workbench/rules/resolution.js');
const tiles = load('packages/workbench/workbench/tiles.js');

const FORM = { resolvedOn: '2026-11-20', attendees: '46', minutes: ' 一致同意。 ' };
const SET = { id: 3, version: '2026.1', household_month_cap: 60, household_year_cap: 500, notice_working_days: 5 };

test('a resolution needs its day, who came and what was resolved', () => {
  assert.equal(resolution.isComplete(FORM), true);
  assert.equal(resolution.isComplete(resolution.BLANK), false);
  [{ resolvedOn: '' }, { attendees: '0' }, { minutes: '  好  ' }].forEach((lack) =>
    assert.equal(resolution.isComplete({ ...FORM, ...lack }), false),
  );
});

test('a resolution is sent as the service takes it', () => {
  assert.deepEqual(resolution.fieldsOf(3, FORM), {
    rule_set_id: 3,
    resolved_on: '2026-11-20',
    attendees: 46,
    minutes: '一致同意。',
  });
});

test('the rules in force stand beside the newest only where they differ', () => {
  const rules = { rule_set: SET, newest: { ...SET, id: 4 }, effective_on: '2025-12-01', items: [{}, {}], note: '默认目录' };
  const shown = resolution.shownRules(rules);
  assert.equal(shown.isNewest, false);
  assert.equal(shown.current.since, '2025年12月1日起用');
  assert.equal(shown.current.count, '一共2条可以加分的事');
  assert.equal(resolution.shownRules({ ...rules, newest: SET }).isNewest, true);
  assert.equal(resolution.shownRules({ ...rules, rule_set: null, effective_on: null, items: [] }).current, null);
});

test('rules and relatives stand open for who may', () => {
  const offices = [{ organisation_id: 4, organisation_name: '福禄村妇联', level: 'village' }];
  const opened = (/** @type {string} */ permission) =>
    tiles.doors({ offices, permissions: [permission] }).map((/** @type {any} */ { to }) => to);
  assert.deepEqual(opened('rule:adopt'), ['/packages/workbench/rules/rules?village=4']);
  assert.deepEqual(opened('relative:declare'), ['/packages/workbench/relatives/relatives?village=4']);
});
