// What the list of reports makes of the service's answers.
const days = require('../../../utils/days');
const texts = require('../../../texts/leaders/checks');

/** @param {any} report */
function line({ id, kind, object_id: object, reason, reported_at: at, text, link, actions }) {
  const isNotice = kind === 'notice';
  return {
    id,
    kind: texts.reportKinds[/** @type {keyof typeof texts.reportKinds} */ (kind)],
    reason: texts.reportReasons[/** @type {keyof typeof texts.reportReasons} */ (reason)],
    at: texts.reportedAt(days.sayMoment(at)),
    text: text || '',
    link: link || '',
    notice: isNotice ? `/packages/points/notice/notice?id=${object}` : '',
    keep: isNotice ? texts.keepNotice : texts.keep,
    mayDecide: actions.includes('decide'),
    mayHide: actions.includes('hide'),
  };
}

module.exports = { line };
