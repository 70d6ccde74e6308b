// A list that grows by pages: the first page, more of it, and as much as before when somebody comes back.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { plainPhone } from '../support/plain-phone.mjs';

const ALL = [1, 2, 3, 4, 5];
const SIZE = 2;

/** @type {any} */
let page;
beforeEach(() => {
  const { listing } = plainPhone().load('utils/listing.js');
  const read = async (_, after = 0) => {
    const items = ALL.slice(after, after + SIZE);
    return { items, next_after: after + SIZE < ALL.length ? after + SIZE : null };
  };
  page = {
    ...listing(read, (entry) => `row ${entry}`),
    query: {},
    data: { items: [], nextAfter: null },
    setData: (given) => Object.assign(page.data, given),
  };
});

test('it begins with one page and grows', async () => {
  page.setData(await page.load(page.query));
  assert.deepEqual(page.data, { items: ['row 1', 'row 2'], nextAfter: 2 });
  await page.onMore();
  assert.deepEqual(page.data.items.length, 4);
});

test('coming back loses nothing', async () => {
  page.setData(await page.load(page.query));
  await page.onMore();
  await page.onMore();
  page.setData(await page.load(page.query));
  assert.deepEqual(page.data, { items: ALL.map((entry) => `row ${entry}`), nextAfter: null });
});

test('more is read of what was listed, not of what the page was opened with', async () => {
  const { listing } = plainPhone().load('utils/listing.js');
  const asked = [];
  const read = async (query, after) => {
    asked.push([query.household, after]);
    return { items: [1], next_after: 1 };
  };
  Object.assign(page, listing(read, String));

  page.setData(await page.load({ household: 9 }));
  await page.onMore();

  assert.deepEqual(asked, [[9, undefined], [9, 1]]);
});
