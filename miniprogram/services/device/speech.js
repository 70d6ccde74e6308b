// Reads a text aloud: WeChat's speech plugin makes the sound, the audio context plays it, piece after piece.

// The plugin takes 1000 bytes at once, three for a Chinese sign: the rest of the text if it is short enough,
// else up to a pause, else what fits.
const PIECE = /[^]{1,300}$|[^]{1,299}[。！？，]|[^]{1,300}/g;

/** @type {WechatMiniprogram.InnerAudioContext | null} */
let player = null;
let turn = 0;
let endPlaying = () => {};

/** Say a text to its end; what was being said stops. Rejects when this phone cannot. @param {string} text */
async function say(text) {
  stop();
  const mine = turn;
  for (const piece of text.match(PIECE) || []) {
    const source = await soundOf(piece);
    if (turn !== mine) return;
    await play(source);
    if (turn !== mine) return;
  }
}

/** Without the plugin, which the operator adds, `requirePlugin` throws.
 * @param {string} content @returns {Promise<string>} */
function soundOf(content) {
  return new Promise((resolve, reject) => {
    requirePlugin('WechatSI').textToSpeech({
      lang: 'zh_CN',
      tts: true,
      content,
      success: ({ filename }) => resolve(filename),
      fail: reject,
    });
  });
}

/** @param {string} source @returns {Promise<void>} */
function play(source) {
  return new Promise((resolve, reject) => {
    endPlaying = resolve;
    player = wx.createInnerAudioContext();
    player.onEnded(() => resolve());
    player.onError(reject);
    player.src = source;
    player.play();
  });
}

function stop() {
  turn += 1;
  if (player) player.destroy();
  player = null;
  endPlaying();
}

module.exports = { say, stop };
