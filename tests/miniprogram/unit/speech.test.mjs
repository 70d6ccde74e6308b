// Reading aloud survives what a phone may lack, and takes long texts in pieces the plugin accepts.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { plainPhone } from '../support/plain-phone.mjs';

const BYTES_MAX = 1000;

/** A phone with the plugin and a loudspeaker that plays each sound at once, or holds it. */
function speakingPhone({ isHeld = false, error = null } = {}) {
  const phone = plainPhone();
  phone.asked = [];
  phone.played = [];
  phone.destroyed = 0;
  globalThis.requirePlugin = () => ({
    textToSpeech({ content, success }) {
      phone.asked.push(content);
      success({ filename: `sound of ${content}` });
    },
  });
  wx.createInnerAudioContext = () => ({
    onEnded(tell) {
      this.end = tell;
    },
    onError(tell) {
      this.fail = tell;
    },
    play() {
      phone.played.push(this.src);
      if (error) this.fail(error);
      else if (!isHeld) this.end();
    },
    destroy: () => (phone.destroyed += 1),
  });
  return phone;
}

const speechOf = (phone) => phone.load('services/device/speech.js');
const moment = () => new Promise((resolve) => setTimeout(resolve));

afterEach(() => {
  delete globalThis.requirePlugin;
});

test('without the plugin it rejects instead of throwing', async () => {
  const phone = plainPhone();
  globalThis.requirePlugin = (name) => {
    throw new Error(`plugin ${name} is not declared`);
  };

  await assert.rejects(speechOf(phone).say('您好'), /not declared/);
});

test('a sound that cannot be played rejects', async () => {
  const phone = speakingPhone({ error: { errMsg: 'no line' } });

  await assert.rejects(speechOf(phone).say('您好'), { errMsg: 'no line' });
});

test('a short text is said whole', async () => {
  const phone = speakingPhone();
  await speechOf(phone).say('做到了。还没做到');

  assert.deepEqual(phone.played, ['sound of 做到了。还没做到']);
});

for (const [kind, text] of [
  ['with pauses', '垃圾分好类，按时投放。'.repeat(90)],
  ['without pauses', '绿'.repeat(700)],
]) {
  test(`a long text ${kind} is said in pieces, and nothing is lost`, async () => {
    const phone = speakingPhone();
    await speechOf(phone).say(text);

    assert.ok(phone.asked.length > 1);
    assert.ok(phone.asked.every((piece) => Buffer.byteLength(piece) <= BYTES_MAX));
    assert.equal(phone.asked.join(''), text);
  });
}

test('stopping ends what is being said and what was to follow', async () => {
  const phone = speakingPhone({ isHeld: true });
  const speech = speechOf(phone);
  const saying = speech.say('绿'.repeat(700));
  await moment();
  speech.stop();
  await saying;

  assert.equal(phone.played.length, 1);
  assert.equal(phone.destroyed, 1);
});
