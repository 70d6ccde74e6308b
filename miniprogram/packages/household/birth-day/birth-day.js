// When somebody was born who was registered without it: told by a grown-up at home, or by a leader.
const { screen, back, tell } = require('../../../utils/screen');
const households = require('../../../services/households');
const identity = require('../../../services/identity');
const members = require('../../../services/members');
const texts = require('../../../texts/birthday');
const { memberOf } = require('./member');

Page(
  screen({
    data: { t: texts, label: '', member: null, bornOn: '' },

    async load({ household: id, member }) {
      const [me, household] = await Promise.all([identity.me(), households.one(id)]);
      const isHome = me.household_id === household.id;
      return { label: household.label, member: memberOf(household, Number(member), isHome) };
    },

    /** @param {{ detail: { value: string } }} event */
    onChoose({ detail }) {
      this.setData({ bornOn: detail.value });
    },

    async onSave() {
      const wanted = members.birthDay(this.query.member, this.data.bornOn, texts.tellLabel);
      const ended = await this.act(wanted, (/** @type {any} */ { is_minor: isMinor }) =>
        tell(texts.savedTitle, isMinor ? texts.savedMinor : texts.savedAdult),
      );
      if (ended !== 'refused') back('/pages/home/home');
    },
  }),
);
