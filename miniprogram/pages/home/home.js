// “首页”: my household in one look, in one request; without a household, the way in.
const { openScanned } = require('../../utils/scanned');
const { screen, open } = require('../../utils/screen');
const { home } = require('../../services/home');
const assessments = require('../../services/assessments');
const look = require('../../services/device/look');
const { viewOf } = require('./view');
const texts = require('../../texts/home');

Page(
  screen({
    data: { t: texts, household: null, rows: [] },

    async load() {
      return viewOf(await home());
    },

    onElder() {
      look.setElder(!this.data.look.isElder);
    },

    onScan() {
      wx.scanCode({ success: openScanned });
    },

    async onGreen() {
      const { button } = this.data.green;
      if (!button.begins) return open(button.to);
      const begun = assessments.start(this.data.household.id, texts.beginLabel);
      return this.act(begun, (/** @type {any} */ assessment) => {
        assessments.noteBegun(assessment);
        open(`/packages/assessments/question/question?assessment=${assessment.id}`);
      });
    },
  }),
);
