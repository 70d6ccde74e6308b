// One standard on one screen: read it, choose, and the next one comes. Each answer is stored in the phone first and
// sent when the line carries; begun today, it may be ended tomorrow or on another phone of the household.
const { screen, replace } = require('../../../utils/screen');
const assessments = require('../../../services/assessments');
const proxy = require('../../../services/proxy');
const photos = require('../../../services/photos');
const outbox = require('../../../services/client/outbox');
const { startAt, questionOf, takesPhotos } = require('./view');
const texts = require('../../../texts/assessments');

const SEE_CHOICE_MS = 450;
const RESULT = 'packages/assessments/result/result';

Page(
  screen({
    data: { t: texts, question: null, isSingle: false, storing: '', household: '', form: '' },

    async load({ assessment, code, household = '' }) {
      const seen = await assessments.one(assessment);
      const at = startAt(seen.clauses, this.data.question ? this.data.question.code : code);
      if (at < 0 || !seen.actions.includes('answer')) {
        this.toResult();
        return {};
      }
      this.clauses = seen.clauses;
      this.index = at;
      return { ...this.shown(), isSingle: Boolean(code), household };
    },

    /** @param {{ detail: { value: string } }} event */
    onChoose({ detail }) {
      const { code } = this.clauses[this.index];
      this.clauses.splice(this.index, 1, { ...this.clauses[this.index], answer: detail.value });
      this.showQuestion();
      this.store(this.clauses[this.index]);
      clearTimeout(this.turning);
      this.turning = setTimeout(() => this.turnFrom(code), SEE_CHOICE_MS);
    },

    /** A photo more for an answer that is given already: it goes at once. */
    onPhotos() {
      if (this.clauses[this.index].answer) this.store(this.clauses[this.index]);
    },

    /** @param {{ detail: { sha256: string } }} event */
    onPhotoOut({ detail }) {
      const clause = this.clauses[this.index];
      clause.photos = clause.photos.filter((/** @type {any} */ { sha256 }) => sha256 !== detail.sha256);
      photos.forget(detail.sha256);
      this.store(clause);
    },

    onPhotoStored() {
      this.reload();
    },

    onResend() {
      photos.flush();
    },

    /** The photos of the form are of this answer from now on. @param {any} clause */
    store(clause) {
      if (!takesPhotos(clause)) return this.send(clause, { code: clause.code, answer: clause.answer });
      return photos.handIn(this.form(clause.code), (hashes) => {
        const known = clause.photos || [];
        const all = [...known.map((/** @type {any} */ { sha256 }) => sha256), ...hashes];
        clause.photos = assessments.named(known, all);
        this.showQuestion();
        return this.send(clause, { code: clause.code, answer: clause.answer, photos: all });
      });
    },

    /** @param {string} code */
    form(code) {
      return `answer:${this.query.assessment}:${code}`;
    },

    /** @param {{ title: string }} clause @param {import('../../../services/assessments').Answered} given
     * @returns {Promise<'done' | 'kept' | 'refused'>} */
    async send({ title }, given) {
      const { assessment, household } = this.query;
      this.setData({ storing: texts.keeping, problem: null });
      try {
        const act = proxy.inNameOf(household, assessments.answer(assessment, given, texts.answerLabel(title)));
        const { isDone } = await outbox.act(act);
        if (isDone) assessments.note(assessment, given);
        this.showStored();
        return isDone ? 'done' : 'kept';
      } catch (refusal) {
        clearTimeout(this.turning);
        this.setData({ storing: '' });
        await this.reload(); // first: it takes down the words of an earlier problem
        this.showProblem(refusal);
        return 'refused';
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
      this.setData(this.shown());
    },

    shown() {
      return { question: questionOf(this.clauses, this.index), form: this.form(this.clauses[this.index].code) };
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
