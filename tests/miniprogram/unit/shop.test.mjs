// The basket, the words of an order, and what the counter reads before it hands out.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainPhone } from '../support/plain-phone.mjs';

const phone = plainPhone();
const { withQuantity, chosenGoods, sumOf, orderLines } = phone.load('packages/shop/goods/basket.js');
const { sayGoods, sayDigits, orderLine } = phone.load('utils/order-lines.js');
const { shopOf, summary } = phone.load('packages/desk/desk/counter.js');

const SHELF = [
  { id: 1, name: '香皂', unit: '块', price_points: 30 },
  { id: 2, name: '牙膏', unit: '盒', price_points: 60 },
];

test('the sum runs along with what is chosen', () => {
  const basket = withQuantity(withQuantity({}, 1, 2), 2, 1);
  const chosen = chosenGoods(SHELF, basket);
  assert.equal(sumOf(chosen), 120);
  assert.deepEqual(orderLines(chosen), [
    { goods_id: 1, quantity: 2 },
    { goods_id: 2, quantity: 1 },
  ]);
  assert.equal(sayGoods(chosen), '香皂2块、牙膏1盒');
});

test('none of it takes it out of the basket', () => {
  assert.deepEqual(withQuantity({ 1: 1, 2: 1 }, 1, 0), { 2: 1 });
});

test('six digits are said in two halves', () => {
  assert.equal(sayDigits('186228'), '186 228');
  assert.equal(sayDigits(null), '');
});

test('household and counter read the same state in their own words', () => {
  const [placed, expires] = ['2026-03-02T01:05:00Z', '2026-03-17T01:05:00Z'];
  const order = { id: 1, state: 'reserved', lines: [], placed_at: placed, expires_at: expires };
  const line = orderLine(order, { reserved: '等您来领' });
  assert.equal(line.word, '等您来领');
  assert.equal(line.tone, 'waiting');
});

test('the counter is the one of the shopkeeper’s village', () => {
  assert.equal(shopOf([{ role: 'village_chair', organisation_id: 3 }, { role: 'shopkeeper', organisation_id: 4 }]), 4);
  assert.equal(shopOf([{ role: 'village_chair', organisation_id: 3 }]), null);
});

test('before and after handing out the counter reads for whom, what and how much', () => {
  const lines = [{ goods_id: 1, name: '香皂', quantity: 2, unit: '块' }];
  const order = { state: 'reserved', household_label: '唐** · 五组', lines, points: 60, actions: ['fulfil'] };
  const found = summary(order);
  assert.deepEqual([found.isHanded, found.canHandOver, found.goods], [false, true, '香皂2块']);
  assert.match(found.words, /^一共60分。/);
  const done = summary({ ...order, state: 'fulfilled', actions: [] });
  assert.deepEqual([done.isHanded, done.canHandOver], [true, false]);
  assert.equal(done.words, '用了60分，已经记好。');
});
