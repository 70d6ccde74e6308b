// Subscription messages (订阅消息): in answer to a tap WeChat itself asks whether it may tell her once how a thing goes on.
// Whatever she answers, what she came for goes on; all else is in her inbox.
const session = require('./client/session');
const storage = require('./device/storage');
const { freshKey } = require('../utils/keys');

const ASKED = 'subscriptions:asked';
const TEMPLATES_MAX = 3; // of one question, says WeChat

/** @type {Record<string, string[]>} moment → templates */
let moments = {};
/** @type {Promise<void> | null} */
let learning = null;
/** @type {Promise<void> | null} */
let asking = null;

/** Learn what is asked when; once in the app's life, and quietly. @returns {Promise<void>} */
function prepare() {
  if (!learning) {
    learning = session.sendSignedIn({ path: '/subscriptions' }).then(
      (answer) => {
        moments = answer.moments;
      },
      () => {
        learning = null;
      },
    );
  }
  return learning;
}

/** @param {string} moment */
const templatesOf = (moment) => (moments[moment] || []).slice(0, TEMPLATES_MAX);

/** Whether WeChat will ask, and never has on this phone. @param {string} moment */
const isNew = (moment) => templatesOf(moment).length > 0 && storage.find(ASKED) === null;

/** Let WeChat ask; only what answers a tap may. @param {string} moment
 * @returns {Promise<void>} ends when she answered, or could not be asked */
function offer(moment) {
  const tmplIds = templatesOf(moment);
  if (!tmplIds.length || !wx.requestSubscribeMessage) return Promise.resolve();
  if (!asking) {
    asking = ask(tmplIds).finally(() => {
      asking = null;
    });
  }
  return asking;
}

/** @param {string[]} tmplIds @returns {Promise<void>} */
function ask(tmplIds) {
  return new Promise((resolve) => {
    wx.requestSubscribeMessage({
      tmplIds,
      success: (decisions) => note(tmplIds, decisions),
      complete: () => resolve(undefined),
    });
  });
}

/** Tell the service what she decided; WeChat tells it too. @param {string[]} ids
 * @param {Record<string, string>} decisions */
function note(ids, decisions) {
  storage.keep(ASKED, true);
  const decided = (/** @type {string} */ word) => ids.filter((id) => decisions[id] === word);
  const data = { accepted: decided('accept'), rejected: decided('reject') };
  session.sendSignedIn({ method: 'POST', path: '/subscriptions', data, key: freshKey() }).catch(() => undefined);
}

module.exports = { prepare, isNew, offer };
