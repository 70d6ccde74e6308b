// The door plate: how it is used, and its code for who prints it.
const { screen } = require('../../../utils/screen');
const households = require('../../../services/households');
const texts = require('../../../texts/household');

Page(
  screen({
    data: { t: texts, household: null, picture: '', mayPrint: false },

    async load({ household }) {
      const { id, label, village_name: village, number, group_name: group, actions } = await households.one(household);
      return {
        household: { id, label, village, number: texts.number(number, group) },
        mayPrint: actions.includes('print_code'),
      };
    },

    async onShowCode() {
      await this.act(households.doorPlate(this.data.household.id, texts.showPlateLabel), (/** @type {any} */ code) => {
        this.setData({ picture: code.picture });
      });
    },
  }),
);
