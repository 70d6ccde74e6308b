// Who is signed in, and leaving.
const { get } = require('./client/reading');
const session = require('./client/session');
const outbox = require('./client/outbox');
const look = require('./device/look');
const storage = require('./device/storage');

/** Who I am, my household and my offices. */
const me = () => get('/me');

/** Leave nothing of this person on the phone but how large it draws; her unsent acts go too, so ask first. */
async function leave() {
  outbox.clear();
  const ended = session.signOut();
  storage.dropAllBut(look.NAME);
  await ended;
}

module.exports = { me, leave, leaveOthers: session.signOutOthers };
