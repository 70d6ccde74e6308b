// The activities of a village as its leaders see them: drafts to publish, rolls to call, new ones to hold.
const { screen, ask, tell } = require('../../../utils/screen');
const activities = require('../../../services/activities');
const held = require('../../../services/leaders/activities');
const identity = require('../../../services/identity');
const common = require('../../../texts/common');
const texts = require('../../../texts/leaders/activities');
const { villageOf } = require('../../../utils/offices');
const { activityLines } = require('./lines');

const NOT_READY = 'not-ready-to-publish';

Page(
  screen({
    data: {
      t: texts,
      common,
      village: null,
      mayCreate: false,
      mayPrint: false,
      items: [],
      nextAfter: null,
      lacking: 0,
      told: {},
    },
    isEmpty: ({ items }) => !items.length,

    async load({ village: asked }) {
      const me = await identity.me();
      const village = asked || villageOf(me.offices);
      if (!village) return { village };
      const page = await activities.list(village);
      const mayCreate = me.permissions.includes('activity:organise');
      const mayPrint = me.permissions.includes('code:issue');
      return { village, mayCreate, mayPrint, items: activityLines(page.items), nextAfter: page.next_after };
    },

    async onMore() {
      try {
        const page = await activities.list(this.data.village, this.data.nextAfter);
        this.setData({ items: [...this.data.items, ...activityLines(page.items)], nextAfter: page.next_after });
      } catch (refusal) {
        this.showProblem(refusal);
      }
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    async onPublish(event) {
      const { id, title } = event.currentTarget.dataset;
      if (!(await ask(texts.publishTitle, texts.publishBody(title), texts.publish))) return;
      const told = this.data.lacking === id ? this.data.told : {};
      await this.act(held.publication(id, told, texts.publishLabel(title)), async () => {
        this.setData({ lacking: 0, told: {} });
        await tell(texts.publishedTitle, texts.publishedText);
        this.reload();
      });
      const { problem } = this.data;
      if (problem && problem.type === NOT_READY) this.setData({ lacking: id });
    },

    /** What the draft still lacks. @param {any} event */
    onTell(event) {
      this.setData({ [`told.${event.currentTarget.dataset.name}`]: event.detail.value });
    },

    onCreate() {
      wx.navigateTo({ url: `/packages/organise/create/create?village=${this.data.village}` });
    },
  }),
);
