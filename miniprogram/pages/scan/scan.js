// Where every printed code leads: it asks what the code is to this person and goes on to her page, without a form.
const { pageOf, ways: waysOf } = require('../../utils/scanned');
const { screen, replace } = require('../../utils/screen');
const codes = require('../../services/codes');
const texts = require('../../texts/scan');

Page(
  screen({
    data: { t: texts, ways: [], facts: null },
    isEmpty: ({ ways }) => !ways.length,

    async load({ scene }) {
      const page = pageOf({ result: scene });
      if (page && !page.startsWith('/pages/scan/')) return this.goOn([{ to: page, word: '' }]);
      const code = await codes.opened(scene);
      return this.goOn(waysOf(code), code.facts);
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
  }),
);
