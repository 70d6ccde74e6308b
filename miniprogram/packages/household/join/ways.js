// The two ways into a household, and where the one by phone leads: pure, so that it can be tested without a page.
const { isGuarded } = require('../../../utils/ages');
const texts = require('../../../texts/household');

/** WeChat's word for: the installation has used up its numbers. */
const NONE_LEFT = 1400001;
/** Such a code gives nothing any more; another tap gives another one. */
const SPENT = ['wechat-code-invalid', 'phone-code-used'];

const BLANK = { way: '', code: '', name: '', relation: '', phone: '', age: '', bornOn: '' };

/** Where she begins: a code in her hand decides, then what she chose before, else she chooses.
 * @param {typeof BLANK} form @param {boolean} mayFindByPhone */
function wayOf({ way, code }, mayFindByPhone) {
  if (!mayFindByPhone || (code && !way)) return 'code';
  return way;
}

/** @param {typeof BLANK} form */
function isComplete({ way, code, name, relation, age, bornOn }) {
  return Boolean((way === 'phone' || code.trim()) && name.trim() && relation && isOfAge({ age, bornOn }));
}

/** Who is a minor says her birthday; under 14, a grown-up adds her.
 * @param {{ age: string, bornOn: string }} form */
const isOfAge = ({ age, bornOn }) => age === 'adult' || (age === 'teen' && bornOn !== '' && !isGuarded(bornOn));

/** @param {{ age: string, bornOn: string }} form */
const needsGuardian = ({ age, bornOn }) => age === 'child' || (age === 'teen' && isGuarded(bornOn));

/** What stays on the phone until it is sent: no birthday. @param {typeof BLANK} form */
const draftOf = (form) => ({ ...form, bornOn: '' });

/** Why WeChat gave no number. @param {{ errno?: number }} detail of the button's event */
const withoutNumber = ({ errno }) => (errno === NONE_LEFT ? texts.phoneNoneLeft : texts.phoneRefused);

/** Where a number leads. @param {'one' | 'several' | 'none'} match */
const afterMatch = (match) =>
  match === 'one' ? { way: 'phone', note: '' } : { way: 'code', note: texts.phoneMatches[match] };

/** What is left when the service did not take it: the same once more, another tap, or the code.
 * @param {import('../../../services/client/refusal').Refusal} refusal */
function afterRefusal({ type, isPassing }) {
  if (SPENT.includes(type)) return { way: '', mayTryAgain: false };
  return isPassing ? { way: '', mayTryAgain: true } : { way: 'code', mayTryAgain: false };
}

/** @param {string | null} phone masked */
const phoneWords = (phone) => ({ byPhoneAs: phone ? texts.byPhoneAs(phone) : '', found: phone ? texts.found(phone) : '' });

/** A request as she sees it; who was found by her number is told of no household before somebody checked.
 * @param {any} asked */
function requestWords(asked) {
  const label = asked && asked.household_label;
  return {
    isByPhone: Boolean(asked) && !label,
    pending: label ? texts.pending(label) : texts.pendingByPhone,
    refused: label ? texts.refused(label) : texts.refusedByPhone,
  };
}

module.exports = {
  BLANK,
  afterMatch,
  afterRefusal,
  draftOf,
  isComplete,
  needsGuardian,
  phoneWords,
  requestWords,
  wayOf,
  withoutNumber,
};
