// Who is signed in, and leaving.
const { get, forget } = require('./client/reading');
const session = require('./client/session');
const drafts = require('./client/drafts');
const outbox = require('./client/outbox');

/** Who I am, my household and my offices. */
const me = () => get('/me');

/** Leave nothing of this person on the phone; her unsent acts too, so ask first. */
async function leave() {
  outbox.clear();
  drafts.dropAll();
  forget();
  await session.signOut();
}

module.exports = { me, leave };
