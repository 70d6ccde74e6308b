// This month's public notice: what it will show, what that means, and how long it stands.
const { screen, ask } = require('../../../utils/screen');
const { listing } = require('../../../utils/listing');
const claims = require('../../../services/leaders/claims');
const workbench = require('../../../services/leaders/workbench');
const days = require('../../../utils/days');
const common = require('../../../texts/common');
const texts = require('../../../texts/leaders/workbench');
const claimTexts = require('../../../texts/leaders/claims');

/** @param {any} claim */
function line(claim) {
  return {
    id: claim.id,
    household: claim.household_label,
    deed: claimTexts.deed(claim.rule_title, claim.quantity),
    gain: claimTexts.gain(claim.points),
  };
}

const list = listing(({ village }, after) => claims.unpublished(village, after), line);

Page(
  screen({
    data: { t: texts, common, items: [], nextAfter: null, count: '', may: false, published: null },
    isEmpty: ({ items, published }) => !items.length && !published,

    onMore: list.onMore,

    async load(/** @type {any} */ query) {
      const [shown, { items: tiles }] = await Promise.all([list.load.call(this, query), workbench.tiles()]);
      const tile = tiles.find(
        (/** @type {any} */ { key, village_id: id }) => key === 'notice_to_publish' && id === Number(query.village),
      );
      return {
        ...shown,
        count: tile ? texts.publishCount(tile.count) : '',
        may: Boolean(tile) && tile.actions.includes('publish'),
      };
    },

    async onPublish() {
      if (!(await ask(texts.publishAsk, texts.publishAskBody, texts.publishYes))) return;
      await this.act(claims.publication(this.query.village, texts.publishLabel), (/** @type {any} */ notice) => {
        this.setData({
          published: {
            title: notice.title,
            until: texts.publishedUntil(days.sayDay(notice.usable_on), notice.working_days),
            provisional: notice.is_provisional ? texts.provisional : '',
            to: `/packages/points/notice/notice?id=${notice.id}`,
          },
        });
      });
    },
  }),
);
