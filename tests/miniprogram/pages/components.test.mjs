// The shared components, each alone on a page: what they show, how they are heard, what they tell.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { buildStand, stand, told } from '../support/stand.mjs';

/** @type {import('../support/jsdom-phone.mjs').Built} */
let built;
/** @type {import('../support/jsdom-phone.mjs').JsdomPhone} */
let phone;
before(async () => {
  built = await buildStand();
});
after(() => phone.close());

/** @param {string} component @param {Record<string, any>} given */
function show(component, given) {
  phone?.close();
  phone = stand(built, component, given);
}

describe('page-state', () => {
  const problem = { title: '按规定办不了', detail: '请先写完自评。' };
  const showsContent = () => phone.words.includes('正文');

  test('loading says so and shows no content', () => {
    show('page-state', { phase: 'loading', seenAt: '12月2日', outbox: { waiting: 1, refused: 1 } });
    assert.equal(phone.find('[role=status]').textContent, '正在打开…');
    assert.equal(phone.words, '正在打开…');
  });

  test('an error is an alert with its words and a second try', () => {
    show('page-state', { phase: 'error', problem });
    assert.equal(phone.find('[role=alert]').textContent, `${problem.title}${problem.detail}再试一次`);
    assert.ok(!showsContent());
    phone.tap('再试一次');
    assert.deepEqual(told(phone).map(({ type }) => type), ['retry']);
  });

  test('empty says what is not there and what to do about it', () => {
    show('page-state', { phase: 'empty', emptyTitle: '还没有消息', emptyText: '有了进展会写在这里。' });
    assert.equal(phone.words, '还没有消息有了进展会写在这里。去看看');
    assert.ok(!showsContent());
  });

  test('ready shows the content and nothing else', () => {
    show('page-state', { phase: 'ready', outbox: { waiting: 0, refused: 0 } });
    assert.equal(phone.words, '正文');
  });

  test('what was seen before says from when it is', () => {
    show('page-state', { phase: 'ready', seenAt: '12月2日 14:00' });
    assert.equal(phone.find('[role=status]').textContent, '网络不好，下面是12月2日 14:00看到的内容。');
    assert.ok(showsContent());
  });

  for (const [outbox, words] of /** @type {const} */ ([
    [{ waiting: 2, refused: 0 }, '有2件事已存在手机里，等网络好了自动送。'],
    [{ waiting: 0, refused: 1 }, '有1件事没办成，点这里看。'],
  ])) {
    test(`the outbox stands above the content and opens: ${words}`, async () => {
      show('page-state', { phase: 'ready', outbox });
      const banner = phone.find('[role=link]');
      assert.equal(banner.textContent, words);
      phone.press(banner);
      await phone.until(() => phone.page.route === 'packages/me/outbox/outbox');
    });
  }

  test('a refused act is told above the content that stays', () => {
    show('page-state', { phase: 'ready', problem });
    assert.equal(phone.find('[role=alert]').textContent, problem.title + problem.detail);
    assert.ok(showsContent());
  });
});

describe('status-mark', () => {
  const icons = { good: 'check-leaf', waiting: 'clock-sky', attention: 'alert-persimmon', plain: 'dot-ink' };

  for (const [tone, icon] of Object.entries(icons)) {
    test(`${tone} is an icon of its own and a word, never a colour alone`, () => {
      show('status-mark', { tone, word: '达标' });
      assert.equal(phone.words, '达标');
      assert.ok(phone.find('img').src.endsWith(`/assets/icons/${icon}.svg`));
      assert.equal(phone.find('wx-image').getAttribute('aria-hidden'), 'true');
    });
  }
});

describe('big-choice', () => {
  test('a radio that tells whether it is chosen', () => {
    show('big-choice', { kind: 'radio', value: 'yes', word: '做到了', isChosen: true });
    const choice = phone.find('[role=radio]');
    assert.equal(choice.getAttribute('aria-checked'), 'true');
    assert.equal(choice.getAttribute('aria-label'), '做到了');
    assert.ok(phone.find('img').src.endsWith('check-white.svg'), 'the tick says it without colour');
  });

  test('a checkbox that is not chosen', () => {
    show('big-choice', { kind: 'checkbox', value: 'a', word: '王阿姨', hint: '户主', isChosen: false });
    assert.equal(phone.find('[role=checkbox]').getAttribute('aria-checked'), 'false');
    assert.equal(phone.find('img'), null);
    assert.equal(phone.words, '王阿姨户主');
  });

  test('a tap tells its value', () => {
    show('big-choice', { kind: 'radio', value: 'na', word: '我家没有这个情况', isChosen: false });
    phone.tap('我家没有这个情况');
    assert.deepEqual(told(phone), [{ type: 'choose', detail: { value: 'na' } }]);
  });
});

test('step-list numbers what is to come and ticks what is done', () => {
  const steps = [
    { title: '申报', state: 'done' },
    { title: '核实', hint: '妇联', state: 'now' },
    { title: '公示', state: 'next' },
  ];
  show('step-list', { steps });
  const items = phone.findAll('[role=list] [role=listitem]');
  assert.deepEqual(items.map((item) => item.textContent.trim()), ['申报', '2核实妇联', '3公示']);
  assert.deepEqual(items.map((item) => item.querySelector('img') !== null), [true, false, false]);
});

test('points-figure is heard as one sentence and shows its hint only when there is one', () => {
  show('points-figure', { value: 120, unit: '分', label: '可兑换', hint: '', tone: 'plain' });
  assert.equal(phone.words, '可兑换120分');
  phone.setData({ 'given.hint': '12月5日能用' });
  assert.equal(phone.words, '可兑换120分12月5日能用');
  assert.equal(phone.find('[aria-label]').getAttribute('aria-label'), '可兑换 120 分 12月5日能用');
});

describe('read-aloud', () => {
  const text = '您家达标了。';

  test('says the text', async () => {
    show('read-aloud', { text });
    phone.tap('念给我听');
    await phone.until(() => phone.preview.spoken.includes(text));
    assert.equal(phone.words, '念给我听');
  });

  test('says in words that this phone cannot', async () => {
    show('read-aloud', { text });
    const plugin = phone.window.requirePlugin('WechatSI');
    plugin.textToSpeech = (/** @type {any} */ { fail }) => fail({ retcode: -1 });
    phone.tap('念给我听');
    await phone.see('这部手机现在念不出来。');
    assert.deepEqual(phone.faults, []);
  });
});
