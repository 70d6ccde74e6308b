// Her picture of herself: it stays on this phone alone.
const storage = require('./storage');
const pictures = require('./pictures');

const NAME = 'avatar';

/** @returns {string} its file, or '' */
const find = () => storage.find(NAME) || '';

/** @param {string} tempFilePath as she chose it @returns {Promise<string>} where it is kept */
async function keep(tempFilePath) {
  const kept = await pictures.save(tempFilePath);
  await drop();
  storage.keep(NAME, kept);
  return kept;
}

async function drop() {
  if (find()) await pictures.drop(find());
  storage.drop(NAME);
}

module.exports = { find, keep, drop };
