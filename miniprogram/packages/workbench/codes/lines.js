// What the page of a code makes of the service's answers.
const days = require('../../../utils/days');
const texts = require('../../../texts/leaders/codes');

/** @param {any[]} items all codes of one thing @returns {any} the one that is valid now, or null */
const validOf = (items) => items.find(({ revoked_at: revoked }) => !revoked) || null;

/** @param {any} code of the history */
function line({ id, issued_at: issued, revoked_at: revoked, reason }) {
  return {
    id,
    issued: texts.issuedOn(days.sayDayOf(issued)),
    mark: revoked
      ? { tone: 'plain', word: revokedWords(days.sayDayOf(revoked), reason) }
      : { tone: 'good', word: texts.valid },
  };
}

/** @param {string} day @param {keyof typeof texts.reasons | null} reason unknown of those revoked long ago */
const revokedWords = (day, reason) => (reason ? texts.revokedFor(day, texts.reasons[reason]) : texts.revokedOn(day));

/** What is ordered to have this code on paper. @param {string} kind @param {string} target @param {number} village */
function printOf(kind, target, village) {
  const id = Number(target);
  const wanted = /** @type {Record<string, Record<string, any>>} */ ({
    door_plate: { kind: 'door_plates', household_ids: [id] },
    card: { kind: 'cards', household_ids: [id] },
    shop: { kind: 'shop_poster' },
    activity: { kind: 'activity_poster', activity_id: id },
  });
  return { ...wanted[kind], village_id: village };
}

module.exports = { line, printOf, validOf };
