// “活动”: what my household signed up for, and what is coming in my village.
const { screen } = require('../../utils/screen');
const activities = require('../../services/activities');
const identity = require('../../services/identity');
const { coming, signUpLine } = require('../../utils/activity-lines');
const { villageOf } = require('../../utils/offices');
const common = require('../../texts/common');
const texts = require('../../texts/activities');

const NONE = { items: [], next_after: null };

Page(
  screen({
    data: { t: texts, common, me: null, village: null, mine: [], items: [], nextAfter: null, organise: '' },
    isEmpty: ({ village, mine, items, organise }) => village && !mine.length && !items.length && !organise,

    /** My home's, or for who lives elsewhere those of the village of her office. */
    async load() {
      const me = await identity.me();
      const village = me.village_id || villageOf(me.offices);
      const [page, signUps] = await Promise.all([
        village ? activities.list(village) : NONE,
        me.household_id ? activities.signUps() : NONE,
      ]);
      return {
        me,
        village,
        mine: signUps.items.filter(isCancellable).map(signUpLine),
        items: coming(page.items),
        nextAfter: page.next_after,
        organise: me.permissions.includes('activity:organise') ? '/packages/organise/activities/activities' : '',
      };
    },

    async onMore() {
      try {
        const page = await activities.list(this.data.village, this.data.nextAfter);
        this.setData({ items: [...this.data.items, ...coming(page.items)], nextAfter: page.next_after });
      } catch (refusal) {
        this.showProblem(refusal);
      }
    },
  }),
);

/** What can still be given back lies ahead. @param {any} signUp */
function isCancellable({ actions }) {
  return actions.includes('cancel');
}
