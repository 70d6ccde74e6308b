// Turns what the points books say into lines a person reads.
const days = require('./days');

const TONES = { submitted: 'waiting', confirmed: 'waiting', in_notice: 'waiting', effective: 'good' };

/** How a transfer's figure is shown: with a sign only where it changed what can be spent.
 * @param {{ code: string, amount: number, redeemable_change: number }} transfer */
function figureOf({ code, amount, redeemable_change: change }) {
  if (change > 0) return { figure: `+${change}`, tone: 'gain' };
  if (change < 0) return { figure: `−${-change}`, tone: 'loss' };
  return { figure: String(amount), tone: code === 'award' ? 'pending' : 'soft' };
}

/** Where a line leads: to why the point exists, or to the order. @param {any} transfer */
function leadsTo({ claim_id: claim, caused_by: cause }) {
  if (claim) return `/packages/points/explain/explain?claim=${claim}`;
  const [kind, id] = cause.split(':');
  return kind === 'order' ? `/packages/shop/order/order?id=${id}` : '';
}

/** @param {any} transfer one line of the statement */
function transferLine(transfer) {
  const when = days.sayDayOf(transfer.posted_at);
  const hint = transfer.rule_title ? `${when} · ${transfer.text}` : when;
  return {
    id: transfer.id,
    title: transfer.rule_title || transfer.text,
    hint,
    to: leadsTo(transfer),
    ...figureOf(transfer),
  };
}

/** The tone of a claim's state; its words come from the service. @param {string} state */
function toneOf(state) {
  return TONES[/** @type {keyof typeof TONES} */ (state)] || 'attention';
}

/** @param {any} claim */
function claimLine(claim) {
  return {
    id: claim.id,
    title: claim.rule_title,
    when: days.sayDay(claim.deed_on),
    points: claim.points,
    tone: toneOf(claim.state),
    word: claim.state_text,
    to: `/packages/points/explain/explain?claim=${claim.id}`,
  };
}

module.exports = { figureOf, transferLine, claimLine, toneOf };
