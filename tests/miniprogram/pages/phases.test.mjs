// Every page of app.json: words while it waits, then its content; words and a second try when the line is
// down; the service's own words when it refuses. Never a code, never a hole in a sentence.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { buildPhone, JsdomPhone } from '../support/jsdom-phone.mjs';
import { listedPages, PAGES } from '../support/page-list.mjs';
import { problem, ServiceDouble } from '../support/service-double.mjs';

const LOADING = '正在打开…';
const AGAIN = '再试一次';
const REFUSED = { status: 403, title: '这件事您这里办不了', detail: '请找村里的妇联主席办。' };
/** Where a page leads on whom it is not for. */
const ELSEWHERE = { 'packages/household/household/household': 'packages/household/join/join' };
const HOLE = /undefined|null|NaN|\[object|not-allowed|403|\/problems\//;
/** Pages that only show what this phone holds. */
const OFFLINE = [
  'packages/me/look/look',
  'packages/me/outbox/outbox',
  'packages/workbench/register/register',
  'packages/desk/shelve/shelve',
  'packages/workbench/print/print',
];

/** @type {import('../support/jsdom-phone.mjs').Built} */
let built;
/** @type {JsdomPhone} */
let phone;
before(async () => {
  built = await buildPhone();
});
after(() => phone.close());

/** @param {string} page @param {ServiceDouble} service @param {'on' | 'off'} [network] */
function open(page, service, network = 'on') {
  phone?.close();
  const [, query = () => ''] = PAGES[page];
  const ids = /** @type {any} */ (new Proxy({}, { get: () => '1' }));
  phone = new JsdomPhone(built, service, { url: `${page}?${query(ids)}`, network });
}

/** @param {string} page */
async function seeContent(page) {
  await phone.until(() => phone.page.route === page, page);
  await phone.ready();
  assert.ok(!phone.words.includes(LOADING));
  assert.ok(phone.words, 'nothing is shown');
  assert.doesNotMatch(phone.words, HOLE);
  assert.deepEqual(phone.faults, []);
}

/** @param {string} title @param {string} detail */
async function seeError(title, detail) {
  await phone.until(() => phone.page.data.phase === 'error', 'an error with words');
  const said = phone.find('[role=alert]').textContent;
  [title, detail, AGAIN].forEach((words) => assert.ok(said.includes(words), said));
  assert.doesNotMatch(phone.words, HOLE);
  assert.deepEqual(phone.faults, []);
}

for (const page of listedPages()) {
  describe(page, () => {
    if (OFFLINE.includes(page)) {
      test('shows its content, also without the line, and asks nobody', async () => {
        open(page, new ServiceDouble(), 'off');
        await seeContent(page);
        assert.deepEqual(phone.service.calls, []);
      });
      return;
    }

    test('says that it is opening while it waits, then shows its content', async () => {
      const service = new ServiceDouble();
      const release = service.hold();
      open(page, service);
      await phone.until(() => service.calls.length > 0);
      assert.ok(phone.find('[role=status]').textContent.includes(LOADING));
      release();
      await seeContent(page);
    });

    test('has no hole where the service leaves something out', async () => {
      const service = new ServiceDouble();
      service.isSparse = true;
      open(page, service);
      await seeContent(ELSEWHERE[page] || page);
    });

    test('offers a second try when the line is down, comes by itself when it is back, and shows the words of a refusal', async () => {
      const service = new ServiceDouble();
      open(page, service, 'off');
      await seeError('网络不好', '没连上网。');
      phone.tap(AGAIN);
      assert.ok(phone.words.includes(LOADING));
      await seeError('网络不好', '没连上网。');
      service.refusal = problem('not-allowed', REFUSED);
      phone.preview.configure({ network: 'on' });
      await phone.see(REFUSED.title);
      await seeError(REFUSED.title, REFUSED.detail);
      service.refusal = null;
      phone.tap(AGAIN);
      await seeContent(page);
    });
  });
}
