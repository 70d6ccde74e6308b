// Take or choose photos for a form: thumbnails, one out again, what not to picture; `change` tells their hashes.
const photos = require('../../services/photos');
const proxy = require('../../services/proxy');
const texts = require('../../texts/photos');

Component({
  properties: {
    /** the form they belong to until it is handed in */
    form: { type: String, value: '' },
    /** for which a leader acts, or '' */
    household: { type: null, value: '' },
    most: { type: Number, value: 9 },
    /** why a photo helps here */
    why: { type: String, value: texts.why },
  },
  data: { t: texts, mostText: '', chosen: /** @type {any[]} */ ([]), isPreparing: false, problem: '' },
  observers: {
    most(most) {
      this.setData({ mostText: texts.most(most) });
    },
    form(form) {
      this.show(photos.of(form));
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
      this.tell();
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    async onRemove(event) {
      await photos.remove(this.data.form, event.currentTarget.dataset.sha256);
      this.tell();
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    onLook(event) {
      const urls = this.data.chosen.map(({ path }) => path);
      wx.previewImage({ urls, current: event.currentTarget.dataset.path });
    },

    tell() {
      const now = photos.of(this.data.form);
      this.show(now);
      this.triggerEvent('change', { photos: now.map(({ sha256 }) => sha256) });
    },

    /** @param {import('../../services/photos').Photo[]} now */
    show(now) {
      const chosen = now.map(({ sha256, path }, index) => ({ sha256, path, name: texts.photo(index + 1) }));
      this.setData({ chosen });
    },
  },
});

/** @param {{ errMsg?: string }} failure of WeChat */
function whyNot({ errMsg = '' }) {
  return errMsg.startsWith('chooseMedia') ? texts.notOpened : texts.notKept;
}
