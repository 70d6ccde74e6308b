// Every time points moved in or out of my household's books, newest first.
const { screen } = require('../../../utils/screen');
const { listing } = require('../../../utils/listing');
const identity = require('../../../services/identity');
const points = require('../../../services/points');
const { transferLine } = require('../../../utils/points-lines');
const common = require('../../../texts/common');
const texts = require('../../../texts/points');

const list = listing(({ household }, after) => points.statement(household, { after }), transferLine);

Page(
  screen({
    data: { t: texts, common, household: null, joinRequest: null, items: [], nextAfter: null },
    isEmpty: ({ household, items }) => household && !items.length,

    onMore: list.onMore,

    async load() {
      const { household_id: household, join_request: joinRequest } = await identity.me();
      if (!household) return { household, joinRequest };
      return { household, ...(await list.load.call(this, { household })) };
    },
  }),
);
