// What stands between a person and what she wanted: the service's own words, or ours when it could not be asked.
const texts = require('../../texts/client');

class Refusal extends Error {
  /**
   * @param {object} facts
   * @param {string} facts.type the slug of the problem type, `line-down` when nobody answered
   * @param {number} [facts.status]
   * @param {string} facts.title
   * @param {string} facts.detail words a person can act on
   * @param {{ pointer: string, detail: string }[]} [facts.errors] every fault of the input
   * @param {number} [facts.seconds] after which it may be tried again
   * @param {string} [facts.purpose] for which her consent is wanted first
   * @param {number} [facts.memberId] for which child of hers it is wanted
   */
  constructor({ type, status = 0, title, detail, errors = [], seconds = 0, purpose = '', memberId = 0 }) {
    super(detail);
    this.type = type;
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.errors = errors;
    this.seconds = seconds;
    this.purpose = purpose;
    this.memberId = memberId;
    this.wish = purpose && `${purpose} ${memberId}`; // what is wanted of whom
  }

  /** Nothing is decided yet: the same request with the same key may still go through, after a new sign-in too. */
  get isPassing() {
    return this.status === 0 || this.status === 401 || this.status >= 500 || this.type === 'busy';
  }
}

/** Nobody answered. */
function lineDown() {
  return new Refusal({ type: 'line-down', title: texts.lineDownTitle, detail: texts.lineDown });
}

/** The service refused. @param {number} status @param {any} body what should be problem+json */
function refused(status, body) {
  if (!body || typeof body.detail !== 'string' || typeof body.type !== 'string') {
    return new Refusal({ type: 'unreadable', status, title: texts.unreadableTitle, detail: texts.unreadable });
  }
  const { title, detail, errors, seconds, purpose, member_id: memberId } = body;
  return new Refusal({ type: body.type.split('/').pop(), status, title, detail, errors, seconds, purpose, memberId });
}

module.exports = { Refusal, lineDown, refused };
