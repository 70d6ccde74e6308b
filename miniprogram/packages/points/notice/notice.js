// One public notice with its masked households, and where to turn when something is wrong.
const { screen } = require('../../../utils/screen');
const points = require('../../../services/points');
const common = require('../../../texts/common');
const texts = require('../../../texts/points');
const { headOf, entryOf } = require('./sheet');

const PAGE = 20;

Page(
  screen({
    data: { t: texts, common, notice: null, entries: [], count: '', note: '', isMore: false },

    async load({ id }) {
      const sheet = await points.notice(id);
      this.all = sheet.entries;
      const count = texts.entries(this.all.length);
      return { notice: headOf(sheet.notice), note: sheet.note, count, ...this.upTo(PAGE) };
    },

    onMore() {
      this.setData(this.upTo(this.data.entries.length + PAGE));
    },

    /** @param {number} count */
    upTo(count) {
      return { entries: this.all.slice(0, count).map(entryOf), isMore: this.all.length > count };
    },
  }),
);
