// One self-assessment, clause by clause: confirm it, or give it back with a reason for each clause that is not right.
const { screen, ask, back, tell } = require('../../../utils/screen');
const assessments = require('../../../services/leaders/assessments');
const drafts = require('../../../services/client/drafts');
const photos = require('../../../services/photos');
const days = require('../../../utils/days');
const photoTexts = require('../../../texts/photos');
const texts = require('../../../texts/leaders/reviews');
const clauses = require('./clauses');

Page(
  screen({
    data: { t: texts, rows: [], reasons: {}, opened: '', may: {}, sum: '', mark: null, why: '', assessment: null, isComplete: true, incomplete: photoTexts.incompleteForLeader },

    async load({ id }) {
      const assessment = await assessments.one(id);
      this.round = assessment.submissions;
      const rows = assessment.clauses.map(clauses.row);
      const isComplete = rows.every((/** @type {any} */ { photosNote }) => !photosNote);
      return { ...head(assessment), rows, isComplete, ...noted(this.kept()) };
    },

    onPhotoStored() {
      this.reload();
    },

    onResend() {
      photos.flush();
    },

    /** The reasons begun for this round, even if the phone went off. */
    kept() {
      return drafts.find(this.form()) || {};
    },

    form() {
      return `review:${this.query.id}:${this.round}`;
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    onOpen(event) {
      const { code } = event.currentTarget.dataset;
      this.setData({ opened: this.data.opened === code ? '' : code });
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    onMark(event) {
      const { code } = event.currentTarget.dataset;
      const { [code]: found, ...others } = this.data.reasons;
      this.note(found === undefined ? { ...others, [code]: '' } : others);
    },

    /** @param {any} event */
    onReason(event) {
      this.note({ ...this.data.reasons, [event.currentTarget.dataset.code]: event.detail.value });
    },

    /** @param {Record<string, string>} reasons */
    note(reasons) {
      drafts.keep(this.form(), reasons);
      this.setData(noted(reasons));
    },

    async onConfirm() {
      if (!(await ask(texts.confirmTitle, texts.confirmBody, texts.confirm))) return;
      const { id, submissions } = this.data.assessment;
      await this.act(assessments.confirmation(id, submissions, texts.confirmLabel), async (/** @type {any} */ done) => {
        const until = done.valid_until_on ? texts.validUntil(days.sayDay(done.valid_until_on)) : '';
        await this.leave(texts.confirmed, until + texts.confirmedBody);
      });
    },

    async onReturn() {
      const { id, submissions } = this.data.assessment;
      const wanted = assessments.returning(id, submissions, clauses.remarks(this.data.reasons), texts.returnLabel);
      await this.act(wanted, () => this.leave(texts.returned, texts.returnedBody));
    },

    /** @param {string} title @param {string} body */
    async leave(title, body) {
      drafts.drop(this.form());
      await tell(title, body);
      back('/packages/workbench/workbench/workbench');
    },
  }),
);

/** @param {any} assessment */
function head(assessment) {
  const { result, state, actions, pass_mark: passMark } = assessment;
  const may = { confirm: actions.includes('confirm'), return: actions.includes('return') };
  const closed = texts.closed[/** @type {keyof typeof texts.closed} */ (state)] || texts.notYours;
  return {
    assessment: { id: assessment.id, submissions: assessment.submissions, household: assessment.household_label },
    sum: result ? texts.sum(result.met, passMark) : '',
    mark: result && result.is_passed ? { tone: 'good', word: texts.passed } : { tone: 'plain', word: texts.notYet },
    may,
    why: may.confirm || may.return ? '' : closed,
  };
}

/** @param {Record<string, string>} reasons */
function noted(reasons) {
  const count = Object.keys(reasons).length;
  return { reasons, count, button: texts.return(count), isWritten: clauses.isWritten(reasons) };
}
