// New goods for the shelf; what was typed stays until they are on it.
const { screen, back, tell } = require('../../../utils/screen');
const shop = require('../../../services/shop');
const drafts = require('../../../services/client/drafts');
const texts = require('../../../texts/shop');

const BLANK = { name: '', unit: '', price: '', code: '' };

/** @param {typeof BLANK} form as typed @returns what the service takes */
function fieldsOf({ name, unit, price, code }) {
  return { name: name.trim(), unit: unit.trim(), price_points: Number(price), code: code.trim() };
}

/** @param {typeof BLANK} form */
function shown(form) {
  return { form, isComplete: Object.values(fieldsOf(form)).every(Boolean) };
}

Page(
  screen({
    data: { t: texts, ...shown(BLANK) },

    async load() {
      return shown(drafts.find(this.draft()) || BLANK);
    },

    draft() {
      return `shelve:${this.query.village}`;
    },

    /** @param {WechatMiniprogram.Input} event */
    onType(event) {
      const form = { ...this.data.form, [event.currentTarget.dataset.name]: event.detail.value };
      drafts.keep(this.draft(), form);
      this.setData(shown(form));
    },

    async onSend() {
      const { village } = this.query;
      const fields = fieldsOf(this.data.form);
      const ended = await this.act(shop.shelve(village, fields, texts.shelveLabel(fields.name)), () =>
        tell(texts.shelvedTitle, texts.shelved(fields.name)),
      );
      if (ended === 'refused') return;
      drafts.drop(this.draft());
      back(`/packages/desk/stock/stock?village=${village}`);
    },
  }),
);
