// Who runs this service, its filing numbers, what it does with what people tell it.
const { screen } = require('../../../utils/screen');
const service = require('../../../services/about');
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
  }),
);
