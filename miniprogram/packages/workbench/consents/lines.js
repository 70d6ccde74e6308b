// What a leader reads of a member's consents, and what she sends when she was told in person or by telephone.
const days = require('../../../utils/days');
const texts = require('../../../texts/leaders/privacy');

/** `speaker` is who said it: of a child, a grown-up of her household. */
const BLANK = { speaker: '', reason: '', channel: '' };

/** @param {any} consent @param {any[]} wordings in force, whole */
function line({ purpose, state, version, given_at: givenAt, title, summary }, wordings) {
  const isGiven = state === 'given';
  const { text } = wordings.find((one) => one.purpose === purpose) || { text: '' };
  return {
    purpose,
    version,
    title,
    summary,
    text,
    isGiven,
    mark: texts.consentStates[/** @type {keyof typeof texts.consentStates} */ (state)],
    since: isGiven && givenAt ? texts.givenAt(days.sayDayOf(givenAt)) : '',
    todo: isGiven ? texts.takeBack : texts.ask,
    todoOf: isGiven ? texts.takeBackOf(title) : texts.askOf(title),
  };
}

/** @param {typeof BLANK} form */
const isSaid = ({ speaker, reason, channel }) => speaker !== '' && reason.trim().length >= 2 && channel !== '';

/** On whose behalf, as it is sent. @param {typeof BLANK} form */
const behalfOf = ({ speaker, reason, channel }) => ({ member_id: Number(speaker), reason: reason.trim(), channel });

module.exports = { BLANK, behalfOf, isSaid, line };
