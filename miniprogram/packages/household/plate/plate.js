// The door plate: how it is used, and its code for who prints it.
const { screen } = require('../../../utils/screen');
const codes = require('../../../services/codes');
const households = require('../../../services/households');
const texts = require('../../../texts/household');

Page(
  screen({
    data: { t: texts, household: null, picture: '', mayPrint: false },

    async load({ household }) {
      const { actions, number, group_name: group, ...shown } = await households.one(household);
      return {
        household: { id: shown.id, label: shown.label, village: shown.village_name, number: texts.number(number, group) },
        mayPrint: actions.includes('print_code'),
      };
    },

    async onShowCode() {
      const act = codes.issuing('door_plate', this.data.household.id, texts.showPlateLabel);
      await this.act(act, (/** @type {any} */ code) => {
        this.setData({ picture: code.picture });
      });
    },
  }),
);
