// Pictures of this phone: chosen or taken, made small enough for a bad line, kept as files, known by their hash.

const KB = 1024;
const SMALL_BYTES = 300 * KB;
/** How a picture is made smaller, step by step from the original; narrower only, never wider. */
const STEPS = [
  { quality: 80 },
  { quality: 60 },
  { quality: 60, compressedWidth: 1600 },
  { quality: 60, compressedWidth: 1280 },
  { quality: 60, compressedWidth: 960 },
  { quality: 50, compressedWidth: 640 },
];
const SHA256 = /^[0-9a-f]{64}$/;

/** @typedef {{ path: string, sha256: string, bytes: number }} Kept */

/** A call of the file system as a promise. @param {string} name @param {Record<string, any>} options @returns {Promise<any>} */
function file(name, options) {
  return new Promise((resolve, reject) => {
    /** @type {any} */ (wx.getFileSystemManager())[name]({ ...options, success: resolve, fail: reject });
  });
}

/** Let her take or choose pictures. @param {number} most
 * @returns {Promise<string[]>} paths, none when she left; rejects when WeChat may not use camera and album */
async function choose(most) {
  const wanted = { count: most, mediaType: /** @type {['image']} */ (['image']), sizeType: ['compressed'] };
  try {
    const { tempFiles } = await wx.chooseMedia(wanted);
    return tempFiles.map(({ tempFilePath }) => tempFilePath);
  } catch (failure) {
    if (/cancel/.test(/** @type {any} */ (failure).errMsg)) return [];
    throw failure;
  }
}

/** A picture of 300 KB at most, or as small as this phone can make it. @param {string} path */
async function small(path) {
  if ((await bytesOf(path)) <= SMALL_BYTES) return path;
  const { width } = await wx.getImageInfo({ src: path });
  let made = path;
  for (const step of STEPS.filter(({ compressedWidth = 0 }) => compressedWidth < width)) {
    made = (await wx.compressImage({ src: path, ...step })).tempFilePath;
    if ((await bytesOf(made)) <= SMALL_BYTES) return made;
  }
  return made;
}

/** @param {string} path @returns {Promise<number>} */
const bytesOf = async (path) => (await file('getFileInfo', { filePath: path, digestAlgorithm: 'sha1' })).size;

/** @param {string} tempFilePath @returns {Promise<string>} the file that outlives the app */
const save = async (tempFilePath) => (await file('saveFile', { tempFilePath })).savedFilePath;

/** Make it small and keep it, so that it outlives the app. @param {string} chosen @returns {Promise<Kept>} */
async function keep(chosen) {
  const path = await save(await small(chosen));
  const { digest, size } = await file('getFileInfo', { filePath: path, digestAlgorithm: 'sha256' });
  if (!SHA256.test(digest)) throw new Error('this WeChat computes no sha256');
  return { path, sha256: digest, bytes: size };
}

/** @param {string} path @param {number} position @param {number} length @returns {Promise<ArrayBuffer>} */
const read = async (path, position, length) => (await file('readFile', { filePath: path, position, length })).data;

/** Forget a kept file; one that is gone is forgotten already. @param {string} path @returns {Promise<void>} */
const drop = (path) => file('removeSavedFile', { filePath: path }).then(undefined, () => undefined);

module.exports = { choose, keep, read, save, drop };
