// Where every printed code leads: it asks what the code is to this person and goes on to her page, without a form.
const { openScanned, ways: waysOf } = require('../../utils/scanned');
const { screen, replace } = require('../../utils/screen');
const codes = require('../../services/codes');
const texts = require('../../texts/scan');

/** Asking again would change nothing: the code itself is of no use. */
const USELESS = ['code-not-found', 'code-revoked'];

Page(
  screen({
    data: { t: texts, ways: [], useless: null },
    isEmpty: ({ ways, useless }) => !ways.length && !useless,

    async load({ scene }) {
      try {
        const code = await codes.opened(scene);
        return this.goOn(waysOf({ ...code, scene }), code.facts);
      } catch (refusal) {
        const { type, title, detail } = /** @type {any} */ (refusal);
        if (!USELESS.includes(type)) throw refusal;
        return { useless: { title, detail } };
      }
    },

    /** One way is gone at once; of several she chooses.
     * @param {{ word: string, to: string }[]} ways @param {any} [facts] */
    goOn(ways, facts = {}) {
      if (ways.length === 1) replace(ways[0].to);
      return { ways, title: facts.title || facts.village_name || '' };
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    onWay(event) {
      replace(event.currentTarget.dataset.to);
    },

    onScan() {
      wx.scanCode({ success: (scanned) => openScanned(scanned, replace) });
    },
  }),
);
