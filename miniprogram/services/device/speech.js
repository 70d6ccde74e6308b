// Reads a text aloud: WeChat's speech plugin makes the sound, the audio context plays it.

/** @type {WechatMiniprogram.InnerAudioContext | null} */
let player = null;

/** Say a text; what was being said stops. Rejects when this phone cannot. @param {string} text */
function say(text) {
  stop();
  return new Promise((resolve, reject) => {
    requirePlugin('WechatSI').textToSpeech({
      lang: 'zh_CN',
      tts: true,
      content: text,
      success: (/** @type {{ filename: string }} */ answer) => resolve(play(answer.filename)),
      fail: reject,
    });
  });
}

/** @param {string} source */
function play(source) {
  player = wx.createInnerAudioContext();
  player.src = source;
  player.play();
}

function stop() {
  if (player) player.destroy();
  player = null;
}

module.exports = { say, stop };
