// One standard on one screen: read it, choose, and the next one comes. Each answer is stored in the phone first and
// sent when the line carries; begun today, it may be ended tomorrow or on another phone of the household.
const { screen, replace } = require('../../../utils/screen');
const assessments = require('../../../services/assessments');
const proxy = require('../../../services/proxy');
const outbox = require('../../../services/client/outbox');
const { startAt, questionOf } = require('./view');
const texts = require('../../../texts/assessments');

const SEE_CHOICE_MS = 450;
const RESULT = 'packages/assessments/result/result';

Page(
  screen({
    data: { t: texts, question: null, isSingle: false, storing: '', household: '' },

    async load({ assessment, code, household = '' }) {
      const seen = await assessments.one(assessment);
      const at = startAt(seen.clauses, this.data.question ? this.data.question.code : code);
      if (at < 0 || !seen.actions.includes('answer')) {
        this.toResult();
        return {};
      }
      this.clauses = seen.clauses;
      this.index = at;
      return { question: questionOf(this.clauses, at), isSingle: Boolean(code), household };
    },

    /** @param {{ detail: { value: string } }} event */
    onChoose({ detail }) {
      const { code } = this.clauses[this.index];
      this.clauses[this.index] = { ...this.clauses[this.index], answer: detail.value };
      this.showQuestion();
      this.store(this.clauses[this.index]);
      clearTimeout(this.turning);
      this.turning = setTimeout(() => this.turnFrom(code), SEE_CHOICE_MS);
    },

    /** @param {{ code: string, title: string, answer: string }} clause */
    async store({ code, title, answer }) {
      const { assessment, household } = this.query;
      this.setData({ storing: texts.keeping, problem: null });
      try {
        const act = proxy.inNameOf(household, assessments.answer(assessment, code, answer, texts.answerLabel(title)));
        const { isDone } = await outbox.act(act);
        if (isDone) assessments.note(assessment, code, answer);
        this.showStored();
      } catch (refusal) {
        clearTimeout(this.turning);
        this.setData({ storing: '' });
        await this.reload(); // first: it takes down the words of an earlier problem
        this.showProblem(refusal);
      }
    },

    showStored() {
      const count = Object.keys(assessments.unsent(this.query.assessment)).length;
      this.setData({ storing: count ? texts.kept(count) : texts.saved });
    },

    /** The choice was seen: go on, unless she has already moved. @param {string} code */
    turnFrom(code) {
      if (this.isGone || this.clauses[this.index].code !== code) return;
      if (this.data.isSingle) this.toResult();
      else if (this.index < this.clauses.length - 1) this.show(this.index + 1);
    },

    onPrevious() {
      this.show(this.index - 1);
    },

    onNext() {
      if (this.index < this.clauses.length - 1) this.show(this.index + 1);
      else this.toResult();
    },

    /** @param {number} index */
    show(index) {
      clearTimeout(this.turning);
      this.index = index;
      this.showQuestion();
      wx.pageScrollTo({ scrollTop: 0, duration: 0 });
    },

    showQuestion() {
      this.setData({ question: questionOf(this.clauses, this.index) });
    },

    toResult() {
      const { assessment, household } = this.query;
      const own = household ? `&household=${household}` : '';
      const [before] = getCurrentPages().slice(-2, -1);
      if (before && before.route === RESULT) wx.navigateBack();
      else replace(`/${RESULT}?assessment=${assessment}${own}`);
    },
  }),
);
