// Puts together why a point exists, as facts with their headings and as one text to be read aloud.
const days = require('../../../utils/days');
const { checkedLines } = require('../../../utils/checked');
const texts = require('../../../texts/points');

/**
 * @param {any} explained the service's account of one claim
 * @returns {{ heading: string, lines: string[] }[]}
 */
function reasons({ claim, rule, evidence, confirmations, notice }) {
  return [
    { heading: texts.note, lines: checkedLines(claim.note, claim.note_state) },
    { heading: texts.reason, lines: checkedLines(claim.reason, claim.reason_state) },
    { heading: texts.rule, lines: [texts.ruleWords(rule), ...evidenceLines(evidence)] },
    { heading: texts.confirmed, lines: confirmedLines(claim, confirmations) },
    { heading: texts.shown, lines: [notice ? shownLine(notice) : texts.notShown] },
  ].filter(({ lines }) => lines.length);
}

/** @param {string[]} words */
function evidenceLines(words) {
  return words.length ? [texts.evidenceWords(words)] : [];
}

/** @param {any} claim @param {{ office: string, at: string }[]} confirmations */
function confirmedLines(claim, confirmations) {
  if (!confirmations.length) return [texts.notConfirmed];
  const lines = confirmations.map(({ office, at }) => texts.confirmedBy(office, days.sayMoment(at)));
  return claim.is_first_confirmed ? [...lines, texts.twoConfirm] : lines;
}

/** @param {any} notice */
function shownLine({ title, published_on: published, usable_on: usable }) {
  return texts.shownWords(title, days.sayDay(published), days.sayDay(usable));
}

/** @param {any} claim @param {{ heading: string, lines: string[] }[]} facts */
function spoken(claim, facts) {
  const parts = facts.map(({ heading, lines }) => `${heading}：${lines.join(' ')}`);
  return [texts.whyTitle(claim.points), claim.rule_title, claim.state_text, ...parts].join('。').replace(/。。/g, '。');
}

module.exports = { reasons, spoken };
