// The photos of an act: each with how its check stands, full screen at a touch, and beside another that looks alike.
// `resend` and `remove` are left to the page.
const texts = require('../../texts/photos');

Component({
  properties: {
    /** rows as `utils/photo-lines` makes them */
    photos: { type: Array, value: [] },
    /** what is to be said of all of them, or '' */
    note: { type: String, value: '' },
    mayRemove: { type: Boolean, value: false },
    mayReport: { type: Boolean, value: false },
  },
  data: { t: texts, isHere: false },
  observers: {
    photos(photos) {
      this.setData({ isHere: photos.some((/** @type {any} */ { isHere }) => isHere) });
    },
  },
  methods: {
    /** @param {WechatMiniprogram.TouchEvent} event */
    onLook(event) {
      const seen = this.data.photos.flatMap((/** @type {any} */ { src, alike }) => [{ src }, ...alike]);
      const urls = seen.map((/** @type {any} */ { src }) => src).filter(Boolean);
      wx.previewImage({ urls, current: event.currentTarget.dataset.src });
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    onRemove(event) {
      this.triggerEvent('remove', { sha256: event.currentTarget.dataset.sha256 });
    },

    onResend() {
      this.triggerEvent('resend');
    },
  },
});
