// Who is signed in, and leaving.
const { get } = require('./client/reading');
const session = require('./client/session');
const outbox = require('./client/outbox');
const photos = require('./photos');
const avatar = require('./device/avatar');
const look = require('./device/look');
const storage = require('./device/storage');
const { freshKey } = require('../utils/keys');

/** Who I am, my household and my offices. */
const me = () => get('/me');

/** Nothing of her stays on this phone but how large it draws; her unsent acts go too, so ask first. */
async function forget() {
  outbox.clear();
  await photos.clear();
  await avatar.drop();
  storage.dropAllBut(look.NAME);
}

/** Leave this phone; what cannot be reached now ends by itself. */
async function leave() {
  const ended = session.signOut();
  await forget();
  await ended;
}

/** Close my account (注销): the service first, for only then is there nothing to come back to. */
async function close() {
  await session.sendSignedIn({ method: 'DELETE', path: '/me', key: freshKey() });
  await forget();
}

module.exports = { me, close, leave, leaveOthers: session.signOutOthers, signInAnew: session.signIn };
