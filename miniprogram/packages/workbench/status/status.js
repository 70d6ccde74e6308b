// Whether a household lives in the village.
const { screen, back } = require('../../../utils/screen');
const households = require('../../../services/households');
const registry = require('../../../services/leaders/households');
const texts = require('../../../texts/leaders/households');

const STATUSES = Object.keys(texts.statuses).map((value) => ({
  value,
  word: texts.statuses[/** @type {keyof typeof texts.statuses} */ (value)],
}));

Page(
  screen({
    data: { t: texts, statuses: STATUSES, label: '', may: false, before: '', status: '' },

    async load({ household: id }) {
      const { label, actions, status } = await households.one(id);
      return { label, may: actions.includes('set_status'), before: status, status: this.data.status || status };
    },

    /** @param {{ detail: { value: string } }} event */
    onChoose({ detail }) {
      this.setData({ status: detail.value });
    },

    async onSave() {
      const { household: id } = this.query;
      const wanted = registry.status(id, this.data.status, texts.statusLabel);
      await this.act(wanted, () => back(`/packages/workbench/household/household?id=${id}`));
    },
  }),
);
