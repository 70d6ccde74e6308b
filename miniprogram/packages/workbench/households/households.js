// The households of a village: find one by number, name or group, or register a new one.
const { screen } = require('../../../utils/screen');
const { listing } = require('../../../utils/listing');
const households = require('../../../services/leaders/households');
const common = require('../../../texts/common');
const texts = require('../../../texts/leaders/households');

/** @param {any} household */
function line(household) {
  return {
    to: `/packages/workbench/household/household?id=${household.id}`,
    label: household.label,
    number: texts.number(household.number),
    relative: household.relative_declared ? texts.relative : '',
  };
}

Page(
  screen({
    data: { t: texts, common, items: [], nextAfter: null, find: '' },
    ...listing(({ village, find }, after) => households.list(village, find || '', after), line),

    /** @param {{ detail: { value: string } }} event */
    onType({ detail }) {
      this.setData({ find: detail.value });
    },

    onFind() {
      this.query = { ...this.query, find: this.data.find.trim() };
      this.reload();
    },

    onRegister() {
      wx.navigateTo({ url: `/packages/workbench/register/register?village=${this.query.village}` });
    },
  }),
);
