// Children: who counts as one, whose consent is needed, what is sent and what stays on the phone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainPhone } from '../support/plain-phone.mjs';

const { load } = plainPhone();
const ages = load('utils/ages.js');
const child = load('packages/household/child/form.js');
const form = load('packages/workbench/register/form.js');
const households = load('services/households.js');
const ways = load('packages/household/join/ways.js');
const { householdOf } = load('packages/household/household/view.js');
const { memberOf } = load('packages/household/birth-day/member.js');
const { guardians, memberLines } = load('packages/workbench/household/doors.js');

const TODAY = new Date(Date.now() + 8 * 60 * 60 * 1000).toISOString().slice(0, 10);
const born = (years) => `${Number(TODAY.slice(0, 4)) - years}${TODAY.slice(4)}`.replace('02-29', '02-28');
const member = (given) => ({ ...form.BLANK_MEMBER, name: '冉小满', relation: 'child', ...given });

test('an age is reached on the birthday; who was born on 29 February reaches it on 1 March', () => {
  assert.ok(ages.isGuarded('2012-11-28', '2026-11-27'));
  assert.ok(!ages.isGuarded('2012-11-28', '2026-11-28'));
  assert.ok(ages.isGuarded('2012-02-29', '2026-02-28'));
  assert.ok(!ages.isGuarded('2012-02-29', '2026-03-01'));
  assert.ok(!ages.isGuarded(''));
  assert.equal(ages.oldestMinor('2026-11-27'), '2008-11-27');
});

test('a child is added with a name, a birthday and a yes; neither the birthday nor the yes is kept', () => {
  const whole = { ...child.BLANK, name: ' 冉小满 ', bornOn: '2016-05-04', agrees: true };
  assert.ok(child.isComplete(whole));
  for (const lack of [{ name: ' ' }, { bornOn: '' }, { agrees: false }]) assert.ok(!child.isComplete({ ...whole, ...lack }));
  assert.deepEqual(child.draftOf(whole), { name: ' 冉小满 ', relation: 'child' });
  const { path, data } = households.newChild(9, whole, 2, '');
  assert.equal(path, '/households/9/children');
  assert.deepEqual(data, { name: '冉小满', born_on: '2016-05-04', relation: 'child', consent_version: 2 });
});

test('who joins is asked whether she is of age; a minor says her birthday, a child is sent to her grown-ups', () => {
  const asked = (given) => ({ ...ways.BLANK, code: 'ABC234', name: '王芳', relation: 'child', ...given });
  const stand = (given) => [ways.isComplete(asked(given)), ways.needsGuardian(asked(given))];
  assert.deepEqual(stand({}), [false, false]);
  assert.deepEqual(stand({ age: 'adult' }), [true, false]);
  assert.deepEqual(stand({ age: 'child' }), [false, true]);
  assert.deepEqual(stand({ age: 'teen' }), [false, false]);
  assert.deepEqual(stand({ age: 'teen', bornOn: born(16) }), [true, false]);
  assert.deepEqual(stand({ age: 'teen', bornOn: born(12) }), [false, true]);
  assert.equal(households.join(asked({ age: 'teen', bornOn: '2011-01-02' }), '').data.born_on, '2011-01-02');
  assert.ok(!('born_on' in households.join(asked({ age: 'adult', bornOn: '2011-01-02' }), '').data));
  assert.equal(ways.draftOf(asked({ bornOn: '2011-01-02' })).bornOn, '');
});

test('a leader writes no birthday of a grown-up, and a child under 14 only with a guardian who agreed', () => {
  assert.deepEqual(form.memberFields(member({ bornOn: born(3) })), { name: '冉小满', relation: 'child', phone: null });
  assert.ok(!form.isMember(member({ isMinor: true })));
  assert.ok(form.isMember(member({ isMinor: true, bornOn: born(15) })));
  const small = member({ isMinor: true, bornOn: born(6) });
  assert.ok(!form.isMember(small));
  const whole = { ...small, guardian: '7', reason: ' 老人不会用。', channel: 'in_person' };
  for (const lack of ['guardian', 'reason', 'channel']) assert.ok(!form.isMember({ ...whole, [lack]: '' }));
  assert.ok(form.isMember(whole));
  const { born_on: bornOn, guardian_member_id: guardian, on_behalf: behalf } = form.memberFields(whole);
  assert.deepEqual([bornOn, guardian], [born(6), 7]);
  assert.deepEqual(behalf, { member_id: 7, reason: '老人不会用。', channel: 'in_person' });
});

test('in a new household a minor from 14 on is written down at once, a head is grown up, and no birthday is kept', () => {
  const household = (given) => ({ ...form.BLANK, group: '三组', members: [member({ relation: 'head', isMinor: true }), member(given)] });
  const teen = household({ isMinor: true, bornOn: born(15) });
  assert.ok(form.isComplete(teen));
  assert.deepEqual(form.householdFields('7', teen).members.map(({ born_on: day }) => day), [undefined, born(15)]);
  assert.ok(!form.isComplete(household({ isMinor: true, bornOn: born(6) })));
  const kept = form.draftOf(teen);
  assert.deepEqual(kept.members.map(({ bornOn }) => bornOn), ['', '']);
  assert.deepEqual(form.withBirthdays(kept, teen), teen);
  assert.deepEqual(form.withBirthdays(kept, form.BLANK), kept);
});

test('a birthday is told at home of a child without a phone, by a leader of who may be a child, and never without leave', () => {
  const one = (id, relation, more) => ({ id, name: `第${id}位`, relation, is_minor: false, has_joined: false, ...more });
  const members = [one(1, 'head'), one(2, 'parent'), one(3, 'child', { has_joined: true }), one(4, 'other', { is_minor: true })];
  const may = { id: 9, members, actions: ['tell_birth_day'] };
  const atHome = ({ members: shown }) => shown.filter(({ birthDay }) => birthDay).map(({ id, tell }) => [id, tell]);
  const ledDoors = (household) => memberLines(household).flatMap(({ doors }) => doors.map(({ to }) => to));
  assert.deepEqual(atHome(householdOf(may)), [[4, '改生日']]);
  assert.deepEqual(ledDoors(may), [3, 4].map((id) => `/packages/household/birth-day/birth-day?household=9&member=${id}`));
  assert.deepEqual([atHome(householdOf({ ...may, actions: [] })), ledDoors({ ...may, actions: [] })], [[], []]);
  const means = (id, isHome) => memberOf(may, id, isHome).means.length;
  assert.deepEqual([means(3, false), means(4, false), means(4, true)], [2, 2, 1], 'what follows for a phone, and for a name');
  assert.deepEqual([memberOf(may, 5, true), memberOf({ ...may, actions: [] }, 4, true)], [null, null]);
});

test('in her household she has a name, and only who may add children may take her off the list', () => {
  const members = [
    { id: 1, name: '冉大山', relation: 'head', is_minor: false, has_joined: true },
    { id: 2, name: '冉小满', relation: 'child', is_minor: true, has_joined: false },
    { id: 3, name: '冉小雨', relation: 'child', is_minor: true, has_joined: true },
  ];
  const mayTakeBack = (actions) => householdOf({ members, actions }).members.map((one) => one.mayTakeBack);
  assert.deepEqual(mayTakeBack(['add_child']), [false, true, false]);
  assert.deepEqual(mayTakeBack([]), [false, false, false]);
  assert.equal(householdOf({ members, actions: [] }).members[1].mark.word, '孩子');
});

test('a leader is offered a name that is hidden and the consents of who has no phone; grown-ups are guardians', () => {
  const members = [
    { id: 1, name: '冉大山', relation: 'head', is_minor: false, has_joined: true },
    { id: 2, name: '蒲秀英', relation: 'parent', is_minor: false, has_joined: false },
    { id: 3, name: '孩子', relation: 'child', is_minor: true, has_joined: false },
  ];
  const words = (actions) => memberLines({ id: 9, members, actions }).map(({ doors }) => doors.map(({ word }) => word));
  assert.deepEqual(words([]), [[], [], []]);
  assert.deepEqual(words(['act_for', 'disclose_minor']), [[], ['同意了什么'], ['看姓名', '同意了什么']]);
  assert.deepEqual(guardians(members).map(({ id }) => id), [1, 2]);
});
