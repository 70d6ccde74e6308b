// Who runs this service, its filing numbers, what it does with what people tell it, and how one leaves it.
const { screen, ask, tell } = require('../../../utils/screen');
const service = require('../../../services/about');
const identity = require('../../../services/identity');
const outbox = require('../../../services/client/outbox');
const texts = require('../../../texts/me');

Page(
  screen({
    data: { t: texts, name: '', notice: '', facts: [] },

    async load() {
      const about = await service.about();
      const facts = [
        { label: texts.organiser, value: about.organiser },
        { label: texts.icp, value: about.icp_number },
        { label: texts.government, value: about.government_app_number },
        { label: texts.contact, value: about.contact_phone },
        { label: texts.version, value: about.version },
      ];
      return { name: about.name, notice: about.standards_notice, facts: facts.filter(({ value }) => value) };
    },

    onPrivacy() {
      wx.openPrivacyContract({});
    },

    async onClose() {
      const unsent = outbox.acts().length;
      if (unsent) return void (await tell(texts.closeTitle, texts.signOutUnsent(unsent)));
      if (!(await ask(texts.closeTitle, texts.closeBody, texts.closeYes))) return undefined;
      try {
        await identity.close();
      } catch (refusal) {
        wx.pageScrollTo({ scrollTop: 0 });
        return this.showProblem(refusal);
      }
      await tell(texts.closed, texts.closedBody);
      return wx.reLaunch({ url: '/pages/home/home' });
    },
  }),
);
