// Why a point exists: its rule, who confirmed it, where it was shown, and how it moved.
const { screen } = require('../../../utils/screen');
const points = require('../../../services/points');
const photos = require('../../../services/photos');
const days = require('../../../utils/days');
const { transferLine, toneOf } = require('../../../utils/points-lines');
const { photoLines } = require('../../../utils/photo-lines');
const photoTexts = require('../../../texts/photos');
const texts = require('../../../texts/points');
const { reasons, spoken } = require('./reasons');

Page(
  screen({
    data: { t: texts, claim: null, facts: [], moves: [], noticeTo: '', text: '', photos: [], photosNote: '' },

    async load({ claim: id }) {
      const explained = await points.explain(id);
      const { claim, notice, transfers } = explained;
      const facts = reasons(explained);
      return {
        claim: headOf(claim),
        facts,
        moves: transfers.map(moveOf),
        noticeTo: notice ? `/packages/points/notice/notice?id=${notice.id}` : '',
        text: spoken(claim, facts),
        photos: photoLines(claim.photos),
        photosNote: claim.is_complete === false ? photoTexts.incomplete : '',
      };
    },

    onPhotoStored() {
      this.reload();
    },

    onResend() {
      photos.flush();
    },
  }),
);

/** @param {any} claim */
function headOf(claim) {
  return {
    title: claim.rule_title,
    points: claim.points,
    when: texts.claimedOn(days.sayDay(claim.deed_on)),
    tone: toneOf(claim.state),
    word: claim.state_text,
  };
}

/** @param {any} transfer */
function moveOf(transfer) {
  const { id, figure, tone } = transferLine(transfer);
  return { id, figure, tone, title: transfer.text, when: days.sayMoment(transfer.posted_at) };
}
