// How large things are: 长辈版 or standard, seen at once.
const { screen } = require('../../../utils/screen');
const look = require('../../../services/device/look');
const texts = require('../../../texts/me');

Page(
  screen({
    data: { t: texts },

    /** @param {{ detail: { value: string } }} event */
    onChoose({ detail }) {
      look.setElder(detail.value === 'elder');
    },
  }),
);
