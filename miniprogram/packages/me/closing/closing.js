// Close my account (注销): what goes, what stays, what hinders; then two deliberate taps, and the phone forgets her.
const { screen, tell } = require('../../../utils/screen');
const privacy = require('../../../services/privacy');
const identity = require('../../../services/identity');
const outbox = require('../../../services/client/outbox');
const photos = require('../../../services/photos');
const texts = require('../../../texts/privacy');
const { hindrancesOf, spokenOf } = require('./facts');

Page(
  screen({
    data: { t: texts, goes: [], stays: [], hindrances: [], spoken: '', isClosing: false },

    async load() {
      const { goes, stays, hindrances } = await privacy.closing();
      const unsent = outbox.acts().length + photos.handedIn().length;
      return { goes, stays, hindrances: hindrancesOf(hindrances, unsent), spoken: spokenOf({ goes, stays }) };
    },

    async onSure() {
      if (this.data.isClosing) return undefined;
      this.setData({ isClosing: true, problem: null });
      try {
        await identity.close();
      } catch (refusal) {
        this.setData({ isClosing: false });
        await this.reload(); // first: it takes down the words of an earlier problem
        wx.pageScrollTo({ scrollTop: 0 });
        return this.showProblem(refusal);
      }
      await tell(texts.closed, texts.closedBody);
      return wx.reLaunch({ url: '/pages/home/home' });
    },
  }),
);
