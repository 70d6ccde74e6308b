// The first page costs little on a bad line and an old phone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStage } from '../support/stage.mjs';

const REQUESTS_MAX = 3;
const BYTES_MAX = 8192;
const PEOPLE = ['demo-rural-household-001', 'demo-rural-chair', 'demo-somebody-new'];

/** @type {import('../support/stage.mjs').Stage} */
let stage;

before(async () => {
  stage = await startStage();
});

after(() => stage?.close());

for (const person of PEOPLE) {
  test(`home of ${person}: at most ${REQUESTS_MAX} requests and ${BYTES_MAX} bytes`, async () => {
    const phone = await stage.openPhone({ person });
    const log = await phone.page.evaluate(() => __preview.setDataLog);
    const bytes = log.reduce((/** @type {number} */ sum, /** @type {any} */ entry) => sum + entry.bytes, 0);

    assert.equal((await phone.data()).phase, 'ready');
    assert.ok(phone.requests.length <= REQUESTS_MAX, phone.requests.join('\n'));
    assert.ok(bytes <= BYTES_MAX, `${bytes} bytes`);
  });
}
