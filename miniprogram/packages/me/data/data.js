// What the service keeps of me (我的资料), part by part: one part is opened at a time, and grows as she reads on.
const { screen } = require('../../../utils/screen');
const privacy = require('../../../services/privacy');
const common = require('../../../texts/common');
const texts = require('../../../texts/privacy');
const { doors, rowOf, shownOf } = require('./sections');

const AT_ONCE = 12;

Page(
  screen({
    data: { t: texts, common, doors, rows: [], open: '', shown: null, atOnce: AT_ONCE },

    async load() {
      const { sections } = await privacy.data();
      this.sections = sections;
      return { rows: sections.map(rowOf), ...this.opened(this.data.open, this.data.atOnce) };
    },

    /** Open a part, or close it. @param {WechatMiniprogram.TouchEvent} event */
    onSection(event) {
      const { name } = event.currentTarget.dataset;
      this.setData(this.opened(this.data.open === name ? '' : name, AT_ONCE));
    },

    onMore() {
      this.setData(this.opened(this.data.open, this.data.atOnce + AT_ONCE));
    },

    /** @param {string} name @param {number} atOnce */
    opened(name, atOnce) {
      const section = this.sections.find((/** @type {any} */ one) => one.name === name);
      return { open: name, atOnce, shown: section ? shownOf(section, atOnce) : null };
    },
  }),
);
