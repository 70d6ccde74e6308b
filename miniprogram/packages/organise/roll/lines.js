// The roll as it is called: who has a place, what was marked, and what became of each in words.
const texts = require('../../../texts/leaders/activities');

/**
 * @param {any[]} lines the service's roll
 * @param {Record<number, 'present' | 'absent'>} chosen marks that were not sent yet
 * @param {Record<number, { result: string, points: string }>} results of marks the service has stored
 * @param {number[]} unsent sign-ups whose marks wait in the phone
 */
function rollLines(lines, chosen, results, unsent) {
  return lines.map(({ id, member_name: name, household_number: number, state, actions }) => ({
    id,
    name,
    number: texts.number(number),
    mark: unsent.includes(id)
      ? { tone: 'waiting', word: texts.unsent }
      : texts.states[/** @type {keyof typeof texts.states} */ (state)],
    isCallable: actions.includes('mark') && !unsent.includes(id),
    chosen: chosen[id] || '',
    said: results[id] ? saidOf(results[id]) : state === 'waiting' ? texts.queued : '',
  }));
}

/** @param {{ result: string, points: string }} item */
function saidOf({ result, points }) {
  const { results, points: about } = texts;
  return results[/** @type {keyof typeof results} */ (result)] + about[/** @type {keyof typeof about} */ (points)];
}

/** @param {Record<number, string>} chosen @returns {{ present: number[], absent: number[] }} */
function marksOf(chosen) {
  const of = (/** @type {string} */ mark) => Object.keys(chosen).map(Number).filter((id) => chosen[id] === mark);
  return { present: of('present'), absent: of('absent') };
}

/** Sign-ups whose marks wait in the outbox. @param {any[]} acts @param {string} path of the roll call */
function unsentOf(acts, path) {
  const mine = acts.filter((act) => act.path === path && !act.refusal);
  return mine.flatMap(({ data }) => [...data.present, ...data.absent]);
}

module.exports = { marksOf, rollLines, saidOf, unsentOf };
