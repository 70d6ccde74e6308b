// The slip with a join code that a leader shows, copies, prints or reads out.
const days = require('../../../utils/days');
const texts = require('../../../texts/leaders/households');

const GROUP = /.{1,3}/g;

/** @param {{ code: string, slip: string, expires_at: string }} issued @param {string} number of the household */
function slipOf({ code, slip, expires_at: until }, number) {
  return {
    signs: /** @type {string[]} */ (code.match(GROUP)).join(' '),
    spoken: texts.slipSpoken(code),
    whom: texts.slipFor(number),
    until: texts.slipUntil(days.sayMoment(until)),
    text: slip,
  };
}

module.exports = { slipOf };
