// The public notices of a village, newest first.
const { screen } = require('../../../utils/screen');
const identity = require('../../../services/identity');
const points = require('../../../services/points');
const common = require('../../../texts/common');
const texts = require('../../../texts/points');
const { headOf } = require('../notice/sheet');

Page(
  screen({
    data: { t: texts, common, village: null, items: [], nextAfter: null },
    isEmpty: ({ items }) => !items.length,

    async load({ village: asked }) {
      const village = asked || (await identity.me()).village_id;
      if (!village) return { village, emptyText: texts.noVillage };
      const page = await points.notices(village);
      return {
        village,
        items: page.items.map(headOf),
        nextAfter: page.next_after,
        emptyText: texts.noNoticesHint,
      };
    },

    async onMore() {
      try {
        const page = await points.notices(this.data.village, this.data.nextAfter);
        this.setData({ items: [...this.data.items, ...page.items.map(headOf)], nextAfter: page.next_after });
      } catch (refusal) {
        this.showProblem(refusal);
      }
    },
  }),
);
