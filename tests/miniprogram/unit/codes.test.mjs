// Every code leads each person to her own page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainPhone } from '../support/plain-phone.mjs';

const scanned = plainPhone().load('utils/scanned.js');
const SCENE = '47KGYSXXN879RF78';
const ways = (kind, actions, facts = {}) =>
  scanned.ways({ kind, actions, facts, target_id: 9, scene: SCENE }).map(({ to }) => to);

test('a scene is read from a mini-program code, from its path in a text, and from plain text', () => {
  const page = `/pages/scan/scan?scene=${SCENE}`;

  assert.equal(scanned.pageOf({ path: `pages/scan/scan?scene=${SCENE}`, result: '' }), page);
  assert.equal(scanned.pageOf({ path: '', result: `pages/scan/scan?scene=${encodeURIComponent(SCENE)}` }), page);
  assert.equal(scanned.pageOf({ result: ` ${SCENE}\n` }), page);
});

test('what can be no scene leads nowhere; what a scene is the service says', () => {
  assert.equal(scanned.pageOf({ result: 'NHXQS4' }), '/pages/scan/scan?scene=NHXQS4');
  assert.equal(scanned.pageOf({ result: 'https://example.com/' }), null);
  assert.equal(scanned.pageOf({ result: 'https://example.com/?scene=%E0%A4%A' }), null);
  assert.equal(scanned.pageOf({}), null);
});

test('a door plate: home to who lives there, the household to who leads, joining to others', () => {
  assert.deepEqual(ways('door_plate', ['open_household', 'answer_standards', 'sign_up']), ['/pages/home/home']);
  assert.deepEqual(ways('door_plate', ['open_household', 'answer_for_household']), [
    '/packages/workbench/household/household?id=9',
  ]);
  assert.deepEqual(ways('door_plate', ['ask_to_join']), ['/packages/household/join/join']);
});

test('a card: home, acting for her, or her orders at the counter', () => {
  assert.deepEqual(ways('card', ['open_home']), ['/pages/home/home']);
  assert.deepEqual(ways('card', ['act_for']), ['/packages/workbench/proxy/proxy?household=9']);
  assert.deepEqual(ways('card', ['open_orders']), ['/packages/desk/desk/desk?household=9']);
});

test('a shop: a shopkeeper who lives there chooses', () => {
  assert.deepEqual(ways('shop', ['look']), ['/packages/shop/goods/goods?village=9']);
  assert.equal(ways('shop', ['order', 'open_desk']).length, 2);
});

test('a voucher: the counter to who serves there, her order to who waits for it', () => {
  const desk = `/packages/desk/desk/desk?village=3&voucher=${SCENE}`;
  assert.deepEqual(ways('voucher', ['hand_over', 'open_order'], { village_id: 3 }), [desk]);
  assert.deepEqual(ways('voucher', ['open_order']), ['/packages/shop/order/order?id=9']);
});

test('an invitation: joining, with the code filled in', () => {
  assert.deepEqual(ways('join', ['ask_to_join']), [`/packages/household/join/join?code=${SCENE}`]);
});

test('an activity: a leader also calls the roll of a shift', () => {
  const facts = { title: '护河', shifts: [{ id: 5, starts_at: '2099-12-04T01:00:00Z' }] };
  const page = '/packages/activities/activity/activity?id=9';
  const when = '2099年12月4日 周五 09:00';

  assert.deepEqual(ways('activity', ['open_activity', 'sign_up'], facts), [page]);
  assert.deepEqual(ways('activity', ['open_activity', 'call_roll'], facts), [
    `/packages/organise/roll/roll?session=5&title=${encodeURIComponent('护河')}&when=${encodeURIComponent(when)}`,
    page,
  ]);
});
