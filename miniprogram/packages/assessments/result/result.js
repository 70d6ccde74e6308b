// How the self-assessment stands: what was answered, what came of it, and what is easiest next.
const { screen, ask } = require('../../../utils/screen');
const assessments = require('../../../services/assessments');
const proxy = require('../../../services/proxy');
const subscriptions = require('../../../services/subscriptions');
const { resultOf } = require('./view');
const texts = require('../../../texts/assessments');

Page(
  screen({
    data: { t: texts, result: null, household: '' },

    async load({ assessment, household = '' }) {
      const seen = await assessments.one(assessment);
      const own = household ? `&household=${household}` : '';
      const question = `/packages/assessments/question/question?assessment=${assessment}${own}`;
      return { result: resultOf(seen), question, household };
    },

    async onSubmit() {
      const { assessment, household } = this.query;
      if (!household) await subscriptions.offer('assessment');
      if (!(await ask(texts.submitTitle, texts.submitBody, texts.submitYes))) return;
      await this.act(proxy.inNameOf(household, assessments.submission(assessment, texts.submitLabel)));
    },
  }),
);
