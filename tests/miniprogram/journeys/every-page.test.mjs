// Every page, in standard size, in 长辈版 and on the smallest phone with the largest font: it shows something while it
// waits, draws in small portions, everybody can read and hit what is on it, and a picture is kept to be looked at.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { audit } from '../support/audit.mjs';
import { findIds, listedPages, PAGES } from '../support/page-list.mjs';
import { startStage } from '../support/stage.mjs';

const MODES = {
  standard: { elder: false },
  elder: { elder: true },
  smallest: { elder: true, width: 320, height: 640, fontSizeSetting: 24 },
};

/** Of one setData; an old phone takes its time beyond that. */
const PORTION_BYTES_MAX = 16384;

/** @type {import('../support/stage.mjs').Stage} */
let stage;
/** @type {import('../support/page-list.mjs').Ids} */
let ids;
before(async () => {
  stage = await startStage();
  ids = await findIds(stage);
});
after(() => stage?.close());

test('every page of app.json has somebody who opens it', () => {
  assert.deepEqual(listedPages().filter((page) => !(page in PAGES)), []);
});

for (const [mode, options] of Object.entries(MODES)) {
  describe(mode, () => {
    /** @type {Map<string, import('../support/phone.mjs').Phone>} */
    const phones = new Map();

    for (const page of listedPages().filter((name) => name in PAGES)) {
      test(`${page} (${mode})`, async () => {
        const [person, query = () => ''] = PAGES[page];
        const phone = phones.get(person) || (await stage.openPhone({ person, path: '/pages/me/me', ...options }));
        phones.set(person, phone);
        const release = await phone.holdAnswers();
        await phone.enter(`/${page}?${query(ids)}`);
        const words = await wordsOf(phone);
        await release();
        await phone.screenshot(`${mode}/${page}`);
        assert.equal(await phone.route(), page);
        assert.ok(words, 'nothing is shown while the answers are awaited');
        const portion = await largestPortion(phone);
        assert.ok(portion <= PORTION_BYTES_MAX, `${portion} bytes in one setData`);
        const faults = await audit(phone, { isElder: options.elder });
        assert.ok(!faults.length, faults.join('\n'));
      });
    }
  });
}

/** What the page itself says. @param {import('../support/phone.mjs').Phone} phone @returns {Promise<string>} */
function wordsOf(phone) {
  return phone.page.evaluate(() => {
    const scroller = /** @type {HTMLElement | null} */ (document.querySelector('.phone-page-shown .phone-scroller'));
    return scroller ? scroller.innerText.trim() : '';
  });
}

/** The bytes of the largest setData since the phone was started. @param {import('../support/phone.mjs').Phone} phone
 * @returns {Promise<number>} */
function largestPortion(phone) {
  return phone.page.evaluate(() => Math.max(0, ...__preview.setDataLog.map(({ bytes }) => bytes)));
}
