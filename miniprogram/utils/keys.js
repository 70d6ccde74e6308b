// Makes the key that lets the service recognise a repeated request.

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 22;

/** @returns {string} the time, then 22 characters of A-Za-z0-9: about 130 bit where the phone draws good numbers */
function freshKey() {
  let key = Date.now().toString(36);
  for (let drawn = 0; drawn < LENGTH; drawn += 1) key += LETTERS[Math.floor(Math.random() * LETTERS.length)];
  return key;
}

module.exports = { freshKey };
