// One scale for every page: never smaller than ours, large enough for 长辈版, at most 30 px for running text.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainPhone, restarted } from '../support/plain-phone.mjs';

const SMALL_PX = 14;
const BODY_PX = 17;
const scaleOf = (look) => Number(/--scale: ([\d.]+)/.exec(look.style)[1]);

test('the standard look keeps its own sizes on a phone with small letters', () => {
  const { current } = plainPhone({ fontSizeSetting: 14 }).load('services/device/look.js');

  assert.equal(scaleOf(current()), 1);
});

test('长辈版 has no text below 18 px and is remembered', () => {
  const phone = plainPhone();
  phone.load('services/device/look.js').setElder(true);
  const look = restarted(phone).load('services/device/look.js').current();

  assert.ok(look.isElder);
  assert.ok(scaleOf(look) * SMALL_PX >= 18);
  assert.match(look.style, /--target: 60px/);
});

test('the largest letters of the phone end at 30 px', () => {
  const phone = plainPhone({ fontSizeSetting: 28 });
  const look = phone.load('services/device/look.js');
  look.setElder(true);

  assert.ok(Math.abs(scaleOf(look.current()) * BODY_PX - 30) < 0.2);
});

test('pages hear of a switch until they end their watch', () => {
  const look = plainPhone().load('services/device/look.js');
  const heard = [];
  const end = look.watch(({ isElder }) => heard.push(isElder));

  look.setElder(true);
  end();
  look.setElder(false);

  assert.deepEqual(heard, [true]);
});
