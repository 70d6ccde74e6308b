// What must be told in person: tell them, then note it here.
const { screen } = require('../../../utils/screen');
const { listing } = require('../../../utils/listing');
const workbench = require('../../../services/leaders/workbench');
const common = require('../../../texts/common');
const texts = require('../../../texts/leaders/workbench');
const { line, walk } = require('./walk');

Page(
  screen({
    data: { t: texts, common, items: [], nextAfter: null },
    isEmpty: ({ items }) => !items.length,
    ...listing((_, after) => workbench.untold(after), line, { arrange: walk }),

    /** @param {WechatMiniprogram.TouchEvent} event */
    async onTold(event) {
      await this.act(workbench.telling(event.currentTarget.dataset.id, texts.tellLabel));
    },
  }),
);
