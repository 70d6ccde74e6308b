// What is asked for a correction, and how one stands: pure, so that it can be tested without a page.
const days = require('../../../utils/days');
const { checkedWords } = require('../../../utils/checked');
const checked = require('../../../texts/checked');
const relations = require('../../../texts/household').relations;
const texts = require('../../../texts/privacy');

/** @typedef {keyof typeof texts.fields} Field */

/** `member`: '' is myself. */
const BLANK = { field: '', member: '', wanted: '' };
const FIELDS = /** @type {Field[]} */ (Object.keys(texts.fields)).map((value) => ({ value, word: texts.fields[value] }));
/** Another head is a change of the household, not a correction. */
const RELATIONS = Object.entries(relations).filter(([value]) => value !== 'head').map(([value, word]) => ({ value, word }));

/** @param {typeof BLANK} form */
const isComplete = ({ field, wanted }) => Boolean(field && wanted.trim());

/** Whose it may be: mine first, then those of my household. @param {any[]} members @param {number | null} mine */
function peopleOf(members, mine) {
  const others = members.filter(({ id }) => id !== mine);
  return [{ value: '', word: texts.mine }, ...others.map(({ id, name }) => ({ value: String(id), word: name }))];
}

/** A relation is told as its word. @param {string | null} said */
const sayWord = (said) => (said && /** @type {Record<string, string>} */ (relations)[said]) || said || '';

/** @param {any} correction as the service tells it */
function lineOf(correction) {
  const { id, field, member_name: name, asked_at: at, due_on: due } = correction;
  const isOpen = correction.state === 'open';
  const now = sayWord(correction.says_now);
  const wanted = sayWord(correction.wanted);
  const answer = checkedWords(correction.answer, correction.answer_state);
  return {
    id,
    title: texts.correctionOf(name, texts.fields[/** @type {Field} */ (field)]),
    now: now && isOpen ? texts.saysNow(now) : '',
    wanted: wanted ? texts.wanted(wanted) : '',
    mark: texts.correctionStates[/** @type {keyof typeof texts.correctionStates} */ (correction.state)],
    checking: isOpen ? /** @type {Record<string, string>} */ (checked.own)[correction.text_state] || '' : '',
    answer: answer ? texts.replied(answer) : '',
    when: isOpen ? texts.lookedAtBy(days.sayDay(due)) : texts.askedOn(days.sayDayOf(at)),
  };
}

module.exports = { BLANK, FIELDS, RELATIONS, isComplete, lineOf, peopleOf };
