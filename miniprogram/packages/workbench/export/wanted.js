// What is ordered when a leader has said what for: pure, so that it can be tested without a page.
const { today } = require('../../../utils/days');
const texts = require('../../../texts/leaders/exports');

/** Kinds that are about one month. */
const MONTHLY = ['points_transfers', 'orders'];

const BLANK = { reason: '', format: 'xlsx', month: '', isMasked: true };

const REASONS = Object.entries(texts.reasons).map(([value, word]) => ({ value, word }));
const FORMATS = Object.entries(texts.formats).map(([value, word]) => ({
  value,
  word,
  hint: texts.formatHints[/** @type {keyof typeof texts.formatHints} */ (value)],
}));

/** The month before. @param {string} month YYYY-MM */
function before(month) {
  const [year, number] = month.split('-').map(Number);
  return number > 1 ? `${year}-${String(number - 1).padStart(2, '0')}` : `${year - 1}-12`;
}

/** Which months are a tap away; none for a kind that is not about a month. @param {string} kind @param {string} [on] */
function months(kind, on = today()) {
  if (!MONTHLY.includes(kind)) return [];
  const current = on.slice(0, 7);
  return [
    { value: before(current), word: texts.lastMonth, hint: sayMonth(before(current)) },
    { value: current, word: texts.thisMonth, hint: sayMonth(current) },
  ];
}

/** @param {string} month YYYY-MM */
function sayMonth(month) {
  const [year, number] = month.split('-').map(Number);
  return texts.month(year, number);
}

/** @param {string} kind @param {typeof BLANK} form */
const isComplete = (kind, { reason, month }) => reason !== '' && (month !== '' || !MONTHLY.includes(kind));

/** @param {{ kind: string, village: string }} query @param {typeof BLANK} form */
const wantedOf = ({ kind, village }, { reason, format, month, isMasked }) => ({
  kind,
  village_id: Number(village),
  format,
  reason,
  is_masked: isMasked,
  ...(MONTHLY.includes(kind) ? { month } : {}),
});

module.exports = { BLANK, FORMATS, REASONS, isComplete, months, sayMonth, wantedOf };
