// The public notices of a village, newest first.
const { screen } = require('../../../utils/screen');
const { listing } = require('../../../utils/listing');
const identity = require('../../../services/identity');
const points = require('../../../services/points');
const common = require('../../../texts/common');
const texts = require('../../../texts/points');
const { headOf } = require('../notice/sheet');

const list = listing(({ village }, after) => points.notices(village, after), headOf);

Page(
  screen({
    data: { t: texts, common, items: [], nextAfter: null },
    isEmpty: ({ items }) => !items.length,

    onMore: list.onMore,

    async load({ village: asked }) {
      const village = asked || (await identity.me()).village_id;
      if (!village) return { emptyText: texts.noVillage };
      return { ...(await list.load.call(this, { village })), emptyText: texts.noNoticesHint };
    },
  }),
);
