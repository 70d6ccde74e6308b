// Makes the key that lets the service recognise a repeated request.

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 22;

/** @returns {string} 22 characters of A-Za-z0-9: about 130 bit where the phone draws good numbers */
function freshKey() {
  const time = Date.now().toString(36);
  let key = '';
  while (key.length < LENGTH) key += LETTERS[Math.floor(Math.random() * LETTERS.length)];
  return (time + key).slice(0, time.length + LENGTH);
}

module.exports = { freshKey };
