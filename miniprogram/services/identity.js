// Who is signed in, and leaving.
const { get } = require('./client/reading');
const session = require('./client/session');
const outbox = require('./client/outbox');
const photos = require('./photos');
const look = require('./device/look');
const storage = require('./device/storage');
const { freshKey } = require('../utils/keys');

/** Who I am, my household and my offices. */
const me = () => get('/me');

/** Leave nothing of this person on the phone but how large it draws; her unsent acts go too, so ask first. */
async function leave() {
  outbox.clear();
  await photos.clear();
  const ended = session.signOut();
  storage.dropAllBut(look.NAME);
  await ended;
}

/** Close my account (注销): the service first, for only then is there nothing to come back to. */
async function close() {
  await session.sendSignedIn({ method: 'DELETE', path: '/me', key: freshKey() });
  outbox.clear();
  await photos.clear();
  storage.dropAllBut(look.NAME);
}

module.exports = { me, close, leave, leaveOthers: session.signOutOthers, signInAnew: session.signIn };
