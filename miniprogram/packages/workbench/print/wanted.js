// What is ordered when a leader has said for whom: pure, so that it can be tested without a page.
const texts = require('../../../texts/leaders/codes');

/** For whom plates and cards can be printed; a poster asks nothing. @param {string} kind */
function choicesFor(kind) {
  const choices = texts.choices[/** @type {keyof typeof texts.choices} */ (kind)];
  return choices ? Object.entries(choices).map(([value, words]) => ({ value, ...words })) : [];
}

/** @typedef {{ which: string, group: string, chosen: number[] }} Form */

/** @param {string} kind @param {Form} form */
function isComplete(kind, { which, group, chosen }) {
  if (which === 'group') return Boolean(group.trim());
  if (which === 'chosen') return chosen.length > 0;
  return Boolean(which) || !choicesFor(kind).length;
}

/** @param {{ village: string, kind: string }} query @param {Form} form
 * @param {number | null} after the last household of the portion before */
function wantedOf({ village, kind }, { which, group, chosen }, after) {
  const whom = /** @type {Record<string, Record<string, any>>} */ ({
    only_new: { only_new: true },
    group: { group_name: group.trim() },
    chosen: { household_ids: chosen },
  });
  return { kind, village_id: Number(village), ...whom[which], ...(after ? { after } : {}) };
}

/** Choose a household, or choose it no more. @param {number[]} chosen @param {number} id */
const toggled = (chosen, id) => (chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);

module.exports = { choicesFor, isComplete, toggled, wantedOf };
