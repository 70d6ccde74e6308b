// My household at first sight.
const { get } = require('./client/reading');
const unread = require('./unread');

/** One request for the whole first page; it also says how many messages nobody has opened. */
async function home() {
  const seen = await get('/home');
  unread.note(seen.unread_messages);
  return seen;
}

module.exports = { home };
