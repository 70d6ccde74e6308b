// One claim: what it is, and to confirm it, give it back or take it back with a reason.
const { screen, tell } = require('../../../utils/screen');
const claims = require('../../../services/leaders/claims');
const points = require('../../../services/points');
const photos = require('../../../services/photos');
const { photoLines } = require('../../../utils/photo-lines');
const photoTexts = require('../../../texts/photos');
const texts = require('../../../texts/leaders/claims');
const { DECISIONS, facts } = require('./facts');

Page(
  screen({
    data: { t: texts, claim: null, facts: [], gain: '', may: {}, decision: null, reason: '', photos: [], photosNote: '' },

    async load({ id }) {
      const found = await points.explain(id);
      const { claim } = found;
      const isComplete = claim.is_complete !== false;
      return {
        claim,
        facts: facts(found),
        gain: texts.gain(claim.points),
        may: allowed(claim.actions),
        photos: photoLines(claim.photos, { isReview: true }),
        photosNote: isComplete ? '' : photoTexts.incompleteForLeader,
      };
    },

    onPhotoStored() {
      this.reload();
    },

    onResend() {
      photos.flush();
    },

    async onConfirm() {
      const wanted = claims.confirmation([this.data.claim.id], texts.confirmOneLabel);
      await this.act(wanted, async (/** @type {any} */ { items: [result] }) => {
        await tell(texts.done, result.detail);
        this.reload();
      });
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    onDecide(event) {
      const how = /** @type {keyof typeof DECISIONS} */ (event.currentTarget.dataset.how);
      this.setData({ decision: DECISIONS[how], reason: '' });
    },

    /** @param {{ detail: { value: string } }} event */
    onReason({ detail }) {
      this.setData({ reason: detail.value });
    },

    onNotNow() {
      this.setData({ decision: null });
    },

    async onSend() {
      const { how, label } = this.data.decision;
      const wanted = claims.decision(this.data.claim.id, how, this.data.reason, label);
      await this.act(wanted, async (/** @type {any} */ answer) => {
        this.setData({ decision: null });
        await tell(texts.done, how === 'return' ? texts.returned : texts.revoked(answer.taken, answer.owed));
        this.reload();
      });
    },
  }),
);

/** @param {string[]} actions */
function allowed(actions) {
  return {
    confirm: actions.includes('confirm'),
    return: actions.includes('return'),
    revoke: actions.includes('revoke'),
    any: actions.length > 0,
  };
}
