// The 18 standards as a list, for the countryside or for the city.
const { screen } = require('../../../utils/screen');
const standards = require('../../../services/standards');
const texts = require('../../../texts/assessments');

const ZONES = [
  { value: 'rural', word: texts.zones.rural },
  { value: 'urban', word: texts.zones.urban },
];

/** The clauses under their categories, in their order. @param {any[]} clauses */
function byCategory(clauses) {
  /** @type {{ name: string, clauses: any[] }[]} */
  const groups = [];
  clauses.forEach(({ code, position, category, title, text, is_required: isRequired }) => {
    if (!groups.length || groups[groups.length - 1].name !== category) groups.push({ name: category, clauses: [] });
    groups[groups.length - 1].clauses.push({ code, position: texts.position(position), title, text, isRequired });
  });
  return groups;
}

Page(
  screen({
    data: { t: texts, zones: ZONES, zone: '', groups: [] },

    async load({ zone }) {
      const chosen = this.data.zone || zone || 'rural';
      const list = await standards.list(chosen);
      return {
        zone: chosen,
        groups: byCategory(list.clauses),
        passMark: texts.passMark(list.pass_mark, list.clauses.length),
        absentMax: texts.absentMax(list.not_applicable_max),
        notice: list.notice ? texts.notice(list.notice) : '',
      };
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    onZone(event) {
      this.setData({ zone: event.currentTarget.dataset.zone });
      this.reload();
    },
  }),
);
