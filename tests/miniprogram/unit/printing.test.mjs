// What a leader's pages make of print-outs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainPhone } from '../support/plain-phone.mjs';

const { load } = plainPhone();
const codes = load('packages/workbench/codes/lines.js');
const prints = load('packages/workbench/prints/lines.js');
const { choicesFor, isComplete, toggled, wantedOf } = load('packages/workbench/print/wanted.js');

const AT = '2099-12-02T06:00:00Z';
const FORM = { which: '', group: '', chosen: [] };
const QUERY = { village: '7', kind: 'door_plates' };

test('one code is printed on what its kind is printed on', () => {
  assert.deepEqual(codes.printOf('door_plate', '9', 7), { kind: 'door_plates', household_ids: [9], village_id: 7 });
  assert.deepEqual(codes.printOf('card', '9', 7), { kind: 'cards', household_ids: [9], village_id: 7 });
  assert.deepEqual(codes.printOf('shop', '7', 7), { kind: 'shop_poster', village_id: 7 });
  assert.deepEqual(codes.printOf('activity', '3', 7), { kind: 'activity_poster', activity_id: 3, village_id: 7 });
});

test('plates ask for whom, posters ask nothing', () => {
  assert.deepEqual(choicesFor('door_plates').map(({ value }) => value), ['only_new', 'group', 'all', 'chosen']);
  assert.ok(!isComplete('door_plates', FORM));
  assert.ok(isComplete('shop_poster', FORM));
  assert.ok(!isComplete('cards', { ...FORM, which: 'group', group: ' ' }));
  assert.ok(!isComplete('cards', { ...FORM, which: 'chosen' }));
  assert.ok(isComplete('cards', { ...FORM, which: 'chosen', chosen: [1] }));
  assert.deepEqual(toggled(toggled([1], 2), 1), [2]);
});

test('what is ordered says for whom, and where the portion before ended', () => {
  const wanted = (form, after = null) => wantedOf(QUERY, { ...FORM, ...form }, after);
  assert.deepEqual(wanted({ which: 'all' }), { kind: 'door_plates', village_id: 7 });
  assert.deepEqual(wanted({ which: 'only_new' }, 200), { kind: 'door_plates', village_id: 7, only_new: true, after: 200 });
  assert.equal(wanted({ which: 'group', group: ' 三组 ' }).group_name, '三组');
  assert.deepEqual(wanted({ which: 'chosen', chosen: [4] }).household_ids, [4]);
});

test('a print-out says how far it is, and where another one is ordered', () => {
  const print = { id: 5, kind: 'door_plates', state: 'ready', pieces: 120, pages: 15, warnings: [], ordered_at: AT, link: 'https://…' };
  const ready = prints.line(print, '7');
  assert.equal(ready.facts, '120户 · 15页 · 2099年12月2日 14:00要的');
  assert.ok(ready.isReady && !ready.again);
  const gone = prints.line({ ...print, link: null }, '7');
  assert.deepEqual([gone.mark.tone, gone.isReady, gone.again], ['plain', false, '/packages/workbench/print/print?village=7&kind=door_plates']);
  const ordered = prints.line({ ...print, state: 'ordered', pages: null, link: null }, '7');
  assert.deepEqual([ordered.mark.word, ordered.isOrdered, ordered.again], ['正在做', true, '']);
  const poster = prints.line({ ...print, kind: 'activity_poster', state: 'failed', pages: null, link: null }, '7');
  assert.equal(poster.facts, '2099年12月2日 14:00要的');
  assert.equal(poster.again, '/packages/organise/activities/activities?village=7');
});
