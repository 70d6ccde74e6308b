// Take or choose photos for a form: thumbnails, one out again, what not to picture; `change` tells that there are others.
const photos = require('../../services/photos');
const proxy = require('../../services/proxy');
const texts = require('../../texts/photos');

const MOST = 9; // of one act

/** @type {WeakMap<object, () => void>} */
const endWatches = new WeakMap();

Component({
  properties: {
    /** the form they belong to until it is handed in */
    form: { type: String, value: '' },
    /** for which a leader acts, or '' */
    household: { type: null, value: '' },
    most: { type: Number, value: MOST },
    /** why a photo helps here */
    why: { type: String, value: texts.why },
  },
  data: { t: texts, mostText: texts.most(MOST), chosen: /** @type {any[]} */ ([]), isPreparing: false, problem: '' },
  observers: {
    most(most) {
      this.setData({ mostText: texts.most(most) });
    },
    form() {
      this.show();
    },
  },
  lifetimes: {
    attached() {
      endWatches.set(this, photos.watch(() => this.show()));
    },
    detached() {
      const end = endWatches.get(this);
      if (end) end();
    },
  },
  methods: {
    async onAdd() {
      const { form, household, most, chosen, isPreparing } = this.data;
      if (isPreparing) return;
      this.setData({ isPreparing: true, problem: '' });
      try {
        await photos.add(form, most - chosen.length, proxy.onBehalfOf(household) ? Number(household) : null);
      } catch (failure) {
        this.setData({ problem: whyNot(/** @type {any} */ (failure)) });
      }
      this.setData({ isPreparing: false });
      this.triggerEvent('change');
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    async onRemove(event) {
      await photos.remove(this.data.form, event.currentTarget.dataset.sha256);
      this.triggerEvent('change');
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    onLook(event) {
      const urls = this.data.chosen.map(({ path }) => path);
      wx.previewImage({ urls, current: event.currentTarget.dataset.path });
    },

    /** What of the form is on the phone; it leaves with the form, and is back when that was refused. */
    show() {
      const now = photos.of(this.data.form);
      if (hashes(now) === hashes(this.data.chosen)) return;
      this.setData({ chosen: now.map(({ sha256, path }, index) => ({ sha256, path, name: texts.photo(index + 1) })) });
    },
  },
});

/** @param {{ sha256: string }[]} chosen */
const hashes = (chosen) => chosen.map(({ sha256 }) => sha256).join();

/** @param {{ errMsg?: string }} failure of WeChat */
function whyNot({ errMsg = '' }) {
  return errMsg.startsWith('chooseMedia') ? texts.notOpened : texts.notKept;
}
