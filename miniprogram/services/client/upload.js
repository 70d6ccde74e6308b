// Brings one kept file to the service in chunks; what is there already is not sent again.
const session = require('./session');
const pictures = require('../device/pictures');
const { freshKey } = require('../../utils/keys');

/**
 * @param {{ sha256: string, bytes: number, path: string, household: number | null }} file `household` when it is another's
 * @param {(share: number) => void} tell how much is there, 0 to 1
 * @returns {Promise<any>} the receipt; rejects with a Refusal, or with what the phone says of a file that is gone
 */
async function upload({ sha256, bytes, path, household }, tell) {
  const data = { sha256, bytes, ...(household ? { household_id: household } : {}) };
  const { id, receipt, ...opened } = await post('/uploads', data);
  if (receipt) return receipt;
  const stored = new Set(opened.stored);
  for (let index = 0; index < opened.chunks; index += 1) {
    tell(stored.size / opened.chunks);
    if (!stored.has(index)) await sendChunk({ id, index, path, bytes, size: opened.chunk_bytes });
    stored.add(index);
  }
  tell(1);
  return post(`/uploads/${id}/completion`);
}

/** @param {{ id: string, index: number, path: string, bytes: number, size: number }} chunk */
async function sendChunk({ id, index, path, bytes, size }) {
  const from = index * size;
  const part = await pictures.read(path, from, Math.min(size, bytes - from));
  await session.sendSignedIn({ method: 'PUT', path: `/uploads/${id}/chunks/${index}`, bytes: part });
}

/** @param {string} path @param {any} [data] */
const post = (path, data) => session.sendSignedIn({ method: 'POST', path, data, key: freshKey() });

module.exports = { upload };
