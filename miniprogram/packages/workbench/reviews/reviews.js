// Self-assessments that wait for review.
const { screen } = require('../../../utils/screen');
const { listing } = require('../../../utils/listing');
const assessments = require('../../../services/leaders/assessments');
const days = require('../../../utils/days');
const common = require('../../../texts/common');
const texts = require('../../../texts/leaders/reviews');

/** @param {any} sum */
function line(sum) {
  return {
    to: `/packages/workbench/review/review?id=${sum.id}`,
    household: sum.household_label,
    hint: texts.submittedAt(days.sayMoment(sum.submitted_at)),
    round: sum.submissions > 1 ? texts.again(sum.submissions) : '',
    met: texts.met(sum.met),
    mark: sum.is_passed ? { tone: 'good', word: texts.passed } : { tone: 'plain', word: texts.notYet },
  };
}

Page(
  screen({
    data: { t: texts, common, items: [], nextAfter: null },
    isEmpty: ({ items }) => !items.length,
    ...listing(({ village }, after) => assessments.waiting(village, after), line),
  }),
);
