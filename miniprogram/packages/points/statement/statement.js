// Every time points moved in or out of my household's books, newest first.
const { screen } = require('../../../utils/screen');
const identity = require('../../../services/identity');
const points = require('../../../services/points');
const { transferLine } = require('../../../utils/points-lines');
const common = require('../../../texts/common');
const texts = require('../../../texts/points');

Page(
  screen({
    data: { t: texts, common, household: null, joinRequest: null, lines: [], nextAfter: null },
    isEmpty: ({ household, lines }) => household && !lines.length,

    async load() {
      const { household_id: household, join_request: joinRequest } = await identity.me();
      if (!household) return { household, joinRequest };
      const page = await points.statement(household);
      return { household, lines: page.items.map(transferLine), nextAfter: page.next_after };
    },

    async onMore() {
      try {
        const page = await points.statement(this.data.household, { after: this.data.nextAfter });
        this.setData({ lines: [...this.data.lines, ...page.items.map(transferLine)], nextAfter: page.next_after });
      } catch (refusal) {
        this.showProblem(refusal);
      }
    },
  }),
);
