// Reads aloud: the WechatSI plugin's part with the browser's own voice.
import { preview, recordUnknown } from '../preview.js';

const SPEECH = 'speech:';

const wechatSI = {
  textToSpeech({ content, success, complete }) {
    const answer = { retcode: 0, origin: content, filename: SPEECH + content, expired_time: 0 };
    queueMicrotask(() => {
      success?.(answer);
      complete?.(answer);
    });
  },
};

/** @param {string} name */
export function requirePlugin(name) {
  if (name === 'WechatSI') return wechatSI;
  recordUnknown(`requirePlugin:${name}`);
  return {};
}

/** Says a text; ends at once where the browser has no voice. */
class SpeechContext {
  constructor() {
    this.src = '';
    this.paused = true;
    this.listeners = {};
    for (const name of ['Play', 'Pause', 'Stop', 'Ended', 'Error', 'Canplay', 'TimeUpdate', 'Waiting']) {
      this[`on${name}`] = (listener) => (this.listeners[name] = [...(this.listeners[name] || []), listener]);
      this[`off${name}`] = () => delete this.listeners[name];
    }
  }

  play() {
    const text = this.src.startsWith(SPEECH) ? this.src.slice(SPEECH.length) : '';
    if (!text) return this.tell('Error', { errMsg: 'only speech can be played here', errCode: 10001 });
    preview.spoken.push(text);
    this.paused = false;
    this.tell('Play');
    const voice = globalThis.speechSynthesis;
    if (!voice?.getVoices().length) return setTimeout(() => this.end('Ended'));
    this.utterance = Object.assign(new SpeechSynthesisUtterance(text), { lang: 'zh-CN', rate: 0.9 });
    this.utterance.onend = () => this.end('Ended');
    return voice.speak(this.utterance);
  }

  end(name) {
    if (this.paused) return;
    this.paused = true;
    this.tell(name);
  }

  pause() {
    this.silence();
    this.end('Pause');
  }

  stop() {
    this.silence();
    this.end('Stop');
  }

  destroy() {
    this.listeners = {};
    this.stop();
  }

  silence() {
    if (!this.paused) globalThis.speechSynthesis?.cancel();
  }

  tell(name, detail) {
    (this.listeners[name] || []).forEach((listener) => listener(detail));
  }
}

/** @type {import('./contract.d.ts').WxPart} */
export const speech = { synchronous: { createInnerAudioContext: () => new SpeechContext() } };
