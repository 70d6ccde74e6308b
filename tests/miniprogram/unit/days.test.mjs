// Days are Chongqing's, whatever the phone believes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainPhone } from '../support/plain-phone.mjs';

const days = plainPhone().load('utils/days.js');

test('midnight in Chongqing begins the day', () => {
  assert.equal(days.today(Date.parse('2026-12-31T15:59:59Z')), '2026-12-31');
  assert.equal(days.today(Date.parse('2026-12-31T16:00:00Z')), '2027-01-01');
});

test('the year is said only when it is another one', () => {
  assert.equal(days.sayDay('2026-12-02', '2026-11-27'), '12月2日');
  assert.equal(days.sayDay('2027-05-20', '2026-11-27'), '2027年5月20日');
  assert.equal(days.sayDay(null), '');
});

test('a moment says the hour, a meeting the weekday too', () => {
  const year = days.today().slice(0, 4);
  assert.equal(days.sayMoment(`${year}-03-02T01:05:00Z`), '3月2日 09:05');
  assert.match(days.sayMeeting(`${year}-03-02T01:05:00Z`), /^3月2日 周[日一二三四五六] 09:05$/);
  assert.equal(days.sayWeekday('2026-12-04T16:30:00Z'), '周六');
  assert.equal(days.sayDayOf(`${year}-03-02T16:30:00Z`), '3月3日');
  assert.equal(days.sayTime(`${year}-03-02T16:30:00Z`), '00:30');
});
