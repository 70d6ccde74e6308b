// How the self-assessment stands: what was answered, what came of it, and what is easiest next.
const { screen, ask } = require('../../../utils/screen');
const assessments = require('../../../services/assessments');
const { resultOf } = require('./view');
const texts = require('../../../texts/assessments');

Page(
  screen({
    data: { t: texts, result: null },

    async load({ assessment }) {
      const seen = await assessments.one(assessment);
      const unsent = Object.keys(assessments.unsent(assessment)).length;
      return { result: resultOf(seen, unsent), question: `/packages/assessments/question/question?assessment=${assessment}` };
    },

    async onSubmit() {
      if (!(await ask(texts.submitTitle, texts.submitBody, texts.submitYes))) return;
      await this.act(assessments.submission(this.query.assessment, texts.submitLabel));
    },
  }),
);
