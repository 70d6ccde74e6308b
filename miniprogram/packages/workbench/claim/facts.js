// What is known about one claim, in words.
const days = require('../../../utils/days');
const { checkedWords } = require('../../../utils/checked');
const texts = require('../../../texts/leaders/claims');

/** @param {any} found what the service explains @returns {{ label: string, text: string }[]} */
function facts({ claim, rule, evidence, confirmations }) {
  const offices = confirmations.map((/** @type {any} */ one) => texts.confirmedBy(one.office, days.sayMoment(one.at)));
  return [
    { label: texts.householdLabel, text: claim.household_label },
    { label: texts.ruleLabel, text: texts.deed(rule.title, claim.quantity) },
    { label: texts.dayLabel, text: days.sayDay(claim.deed_on) },
    { label: texts.noteLabel, text: checkedWords(claim.note, claim.note_state) },
    { label: texts.evidenceLabel, text: evidence.join('、') },
    { label: texts.officesLabel, text: offices.join('、') },
    { label: texts.reasonLabel, text: checkedWords(claim.reason, claim.reason_state) },
  ].filter(({ text }) => text);
}

/** What may be written under each decision. */
const DECISIONS = {
  return: { how: 'return', title: texts.returnTitle, reasons: texts.returnReasons, yes: texts.return, label: texts.returnLabel },
  revoke: {
    how: 'revocation',
    title: texts.revokeTitle,
    reasons: texts.revokeReasons,
    yes: texts.revoke,
    label: texts.revokeLabel,
  },
};

module.exports = { DECISIONS, facts };
