// Every way to be refused, as docs/problems.md lists them: what is read is the problem's title and detail.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { buildPhone, JsdomPhone } from '../support/jsdom-phone.mjs';
import { problem, ServiceDouble } from '../support/service-double.mjs';
import { ROOT } from '../support/system.mjs';

const PAGE = 'packages/points/explain/explain?claim=1';
const ROW = /^\| `(?<slug>[a-z-]+)` \| (?<title>[^|]+) \| (?<status>\d+) \|/gm;
const document = fs.readFileSync(path.join(ROOT, 'docs/problems.md'), 'utf8');
const problems = [...document.matchAll(ROW)].map(({ groups: { slug, title, status } }) => ({
  slug,
  title,
  status: Number(status),
  detail: `${title}。您可以到村里问一问。`,
}));
/** What no read is refused with: it is asked in a sheet of its own (consents.test.mjs). */
const ASKED = 'consent-required';
const service = new ServiceDouble();
/** @type {JsdomPhone} */
let phone;

before(async () => {
  service.refusal = problem('not-found', { title: '还没有' });
  phone = new JsdomPhone(await buildPhone(), service, { url: PAGE });
  await phone.see('还没有');
});
after(() => phone.close());

test('the document lists the problems', () => assert.ok(problems.length > 80));

describe('a read that is refused', () => {
  for (const { slug, ...words } of problems.filter((one) => one.slug !== ASKED)) {
    test(slug, async () => {
      service.refusal = problem(slug, words);
      phone.tap('再试一次');
      await phone.see(words.detail);
      const alert = phone.find('[role=alert]').textContent;
      assert.equal(alert, `${words.title}${words.detail}再试一次`);
      assert.ok(!phone.words.includes(slug));
      assert.deepEqual(phone.faults, []);
    });
  }
});

test('an answer that is no problem document is told in our own words', async () => {
  service.refusal = new Response('<html>502 Bad Gateway</html>', { status: 502 });
  phone.tap('再试一次');
  await phone.see('服务暂时没有回应');
  assert.doesNotMatch(phone.words, /502|html/);
});
