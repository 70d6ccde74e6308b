// “积分”: what my household may spend, what it earned this year, what is on its way, and the latest entries.
const { screen } = require('../../utils/screen');
const identity = require('../../services/identity');
const points = require('../../services/points');
const days = require('../../utils/days');
const { transferLine, claimLine } = require('../../utils/points-lines');
const texts = require('../../texts/points');

const LATEST = 5;

Page(
  screen({
    data: { t: texts, household: null, joinRequest: null, figures: null, onItsWay: [], latest: [], claims: [] },

    async load() {
      const { household_id: household, join_request: joinRequest } = await identity.me();
      if (!household) return { household, joinRequest };
      const [figures, page, returned, submitted] = await Promise.all([
        points.figures(household),
        points.statement(household, { size: LATEST }),
        points.claims(household, 'returned'),
        points.claims(household, 'submitted'),
      ]);
      return {
        household,
        figures,
        onItsWay: onItsWay(figures),
        latest: page.items.map(transferLine),
        claims: [...returned.items, ...submitted.items].map(claimLine),
      };
    },
  }),
);

/** What is not to be spent yet, each with its words. @param {any} figures */
function onItsWay(figures) {
  const day = figures.usable_on;
  return [
    {
      label: texts.inNotice,
      value: figures.in_notice,
      tone: 'waiting',
      hint: day ? texts.inNoticeUntil(days.sayDay(day)) : '',
    },
    { label: texts.held, value: figures.held, tone: 'plain', hint: texts.heldHint },
    {
      label: texts.arrears,
      value: -figures.arrears,
      tone: 'attention',
      hint: texts.arrearsHint(-figures.arrears),
    },
  ].filter(({ value }) => value !== 0);
}
