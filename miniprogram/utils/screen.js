// What every page shares: the look, four phases (loading, empty, error, ready), pull-down, the state of the outbox,
// and acts that are never shown as done before the service's receipt.
const look = require('../services/device/look');
const consents = require('../services/consents');
const line = require('../services/client/line');
const outbox = require('../services/client/outbox');
const photos = require('../services/photos');
const reading = require('../services/client/reading');
const speech = require('../services/device/speech');
const days = require('./days');
const common = require('../texts/common');
const config = require('../config');

/**
 * @typedef {object} ScreenParts
 * @property {(this: any, query: Record<string, string>) => Promise<Record<string, any>>} [load] reads what the page
 *   shows and returns it as data; a Refusal becomes words with “再试一次”
 * @property {(data: any) => boolean} [isEmpty] whether there is nothing to show yet
 * @property {(this: any) => void} [onPhotoStored] the service has one more of the photos that waited
 * @property {Record<string, any>} [data]
 */

/**
 * Make the options of a page. `this.query` holds the decoded query; `this.reload()` reads again.
 * @param {ScreenParts & Record<string, any> & ThisType<any>} parts what `this` offers is above; pages read and set their own data
 * @returns {any} options for `Page`
 */
function screen(parts) {
  const { load, isEmpty, data, onLoad, onHide, onUnload, ...own } = parts;
  return {
    ...shared,
    ...own,
    data: { ...startData(), ...data },

    onLoad(/** @type {Record<string, string>} */ query) {
      this.query = decoded(query);
      this.read = load;
      this.isEmpty = isEmpty || (() => false);
      this.endWatches = watches(this);
      if (onLoad) onLoad.call(this, this.query);
      this.showOutbox();
      this.reload();
    },

    onShow() {
      if (this.wasHidden) this.returnTo();
      selectTab(this);
    },

    onHide() {
      this.wasHidden = true;
      speech.stop();
      if (onHide) onHide.call(this);
    },

    onUnload() {
      speech.stop();
      this.endWatches.forEach((/** @type {() => void} */ end) => end());
      this.isGone = true;
      if (onUnload) onUnload.call(this);
    },
  };
}

/** @param {any} page */
const watches = (page) => [
  look.watch((now) => page.setData({ look: now })),
  outbox.watch(() => page.showOutbox()),
  line.watch((isUp) => isUp && page.lacksLine() && page.reload()),
  photos.watch((isStored) => page.showPhotos(isStored)),
  consents.watch((now) => page.holdStill(Boolean(now))),
];

function startData() {
  return {
    look: look.current(),
    pageStyle: '',
    phase: 'loading',
    problem: null,
    seenAt: '',
    outbox: { waiting: 0, refused: 0, photos: '' },
  };
}

/** @type {Record<string, any>} */
const shared = {
  /** Read again; what is on the screen stays until there is something newer. */
  async reload() {
    if (!this.read) return this.setData({ phase: 'ready' });
    if (this.data.phase === 'error') this.setData({ phase: 'loading' });
    this.turn = (this.turn || 0) + 1;
    const turn = this.turn;
    try {
      const { result, seenAt } = await reading.watched(() => this.read(this.query));
      if (this.isGone || turn !== this.turn) return undefined;
      const phase = this.isEmpty({ ...this.data, ...result }) ? 'empty' : 'ready';
      return this.setData({ ...result, phase, problem: null, seenAt: days.sayMoment(seenAt) });
    } catch (refusal) {
      if (turn === this.turn) this.showProblem(refusal);
      return undefined;
    } finally {
      wx.stopPullDownRefresh();
    }
  },

  /** What is on the screen was read before, or could not be read at all. */
  lacksLine() {
    const { seenAt, phase, problem } = this.data;
    return seenAt || (phase === 'error' && problem.type === 'line-down');
  },

  /** @param {any} refusal */
  showProblem(refusal) {
    if (!refusal.detail) throw refusal; // a bug: let it be seen
    if (this.isGone) return;
    const { type, title, detail, errors = [] } = refusal;
    const problem = { type, title, detail, faults: errors.map((/** @type {any} */ fault) => fault.detail) };
    this.setData(this.data.phase === 'ready' ? { problem } : { problem, phase: 'error' });
  },

  /** What was on the screen is no longer so: it is read again under the words of the refusal. @param {string} type */
  async reloadWhen(type) {
    const { problem } = this.data;
    if (!problem || problem.type !== type) return;
    await this.reload();
    this.setData({ problem });
  },

  showOutbox() {
    const acts = outbox.kept();
    const refused = acts.filter((act) => act.refusal).length;
    const lost = photos.handedIn().filter((photo) => photo.refusal).length;
    const now = { waiting: acts.length - refused, refused: refused + lost, photos: photos.standing() };
    const before = this.data.outbox;
    if (now.waiting !== before.waiting || now.refused !== before.refused || now.photos !== before.photos) {
      this.setData({ outbox: now });
    }
  },

  /** Under a sheet the page does not scroll away. @param {boolean} isAsked */
  holdStill(isAsked) {
    const pageStyle = isAsked ? 'overflow: hidden' : '';
    if (pageStyle !== this.data.pageStyle) this.setData({ pageStyle });
  },

  /** @param {boolean} isStored whether the service has just got one */
  showPhotos(isStored) {
    this.showOutbox();
    if (isStored && this.onPhotoStored) this.onPhotoStored();
  },

  /** Coming back to a page: things may have changed behind it. */
  returnTo() {
    this.wasHidden = false;
    this.setData({ look: look.current() });
    this.reload();
  },

  onPullDownRefresh() {
    this.reload();
  },

  /**
   * Act through the outbox. `after(answer)` runs on the service's receipt only; a kept act is told in a dialog that
   * waits for the person; a refusal is shown in its own words and stays on the page.
   * @param {Parameters<typeof outbox.act>[0]} wanted
   * @param {(answer: any) => void} [after]
   * @returns {Promise<'done' | 'kept' | 'refused'>}
   */
  async act(wanted, after = () => this.reload()) {
    if (this.data.isActing) return 'refused';
    this.setData({ isActing: true, problem: null });
    try {
      const { isDone, answer } = await outbox.act(wanted);
      this.setData({ isActing: false });
      if (!isDone) {
        await tell(common.keptTitle, common.kept);
        return 'kept';
      }
      await after.call(this, answer);
      return 'done';
    } catch (refusal) {
      this.setData({ isActing: false });
      this.showProblem(refusal);
      wx.pageScrollTo({ scrollTop: 0 });
      return 'refused';
    }
  },

  /** Go where an element says: `data-to="/packages/…"`. @param {WechatMiniprogram.TouchEvent} event */
  go(event) {
    const to = event.currentTarget.dataset.to;
    if (to) open(to);
  },
};

/** @param {Record<string, string>} query @returns {Record<string, string>} */
function decoded(query) {
  return Object.keys(query).reduce((all, name) => ({ ...all, [name]: decodeURIComponent(query[name]) }), {});
}

/** Open a page, whichever way its kind wants. @param {string} url */
function open(url) {
  const isTab = config.tabs.includes(url.split('?')[0]);
  if (isTab) wx.switchTab({ url });
  else wx.navigateTo({ url });
}

/** Go on to a page so that “back” does not return here. @param {string} url */
function replace(url) {
  const isTab = config.tabs.includes(url.split('?')[0]);
  if (isTab) wx.switchTab({ url });
  else wx.redirectTo({ url });
}

/** Go back; who entered by a code and has no page behind this one goes there instead. @param {string} otherwise */
function back(otherwise) {
  if (getCurrentPages().length > 1) wx.navigateBack();
  else replace(otherwise);
}

/** Tell something that waits until it was read. @param {string} title @param {string} content */
function tell(title, content) {
  return new Promise((resolve) => {
    wx.showModal({ title, content, showCancel: false, confirmText: common.understood, complete: () => resolve(undefined) });
  });
}

/** Ask before something that cannot be taken back. @param {string} title @param {string} content
 * @param {string} confirmText at most 4 characters @returns {Promise<boolean>} */
function ask(title, content, confirmText) {
  return new Promise((resolve) => {
    wx.showModal({
      title,
      content,
      confirmText,
      cancelText: common.cancel,
      success: ({ confirm }) => resolve(confirm),
      fail: () => resolve(false),
    });
  });
}

/** @param {any} page */
function selectTab(page) {
  const bar = page.getTabBar && page.getTabBar();
  if (bar) bar.select(`/${page.route}`);
}

module.exports = { screen, open, replace, back, tell, ask };
