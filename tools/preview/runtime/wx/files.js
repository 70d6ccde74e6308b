// Files of the phone under their wxfile:// names: chosen by the person, or written by the mini-program.
import { Failure } from './calling.js';

/** @type {Map<string, Blob>} */
const kept = new Map();
let count = 0;

/** @param {Blob} blob @param {string} name for its extension @returns {string} */
export function keepFile(blob, name) {
  count += 1;
  const [, extension = 'bin'] = /\.(\w+)(?:\?.*)?$/.exec(name) || [];
  const path = `wxfile://tmp_${count}.${extension}`;
  kept.set(path, blob);
  return path;
}

/** @param {string} path @returns {Blob} */
export function fileOf(path) {
  const blob = kept.get(path);
  if (!blob) throw new Failure(`no such file or directory, open '${path}'`);
  return blob;
}

const urls = new Map();

/** Where the browser finds what an image names. @param {string} source @returns {string} */
export function fileUrl(source) {
  if (!source || /^(data|blob):/.test(source)) return source;
  if (/^https?:/.test(source)) return `/preview/request/${encodeURIComponent(source)}`;
  if (!source.startsWith('wxfile://')) return `/preview/phone/files/${source.replace(/^\//, '')}`;
  if (!urls.has(source)) urls.set(source, URL.createObjectURL(fileOf(source)));
  return urls.get(source);
}

/** @param {string} accept @param {boolean} multiple @returns {Promise<File[]>} */
export function askForFiles(accept, multiple = false) {
  return new Promise((resolve, reject) => {
    const input = document.createElement('input');
    Object.assign(input, { type: 'file', accept, multiple, hidden: true });
    const end = (act) => {
      input.remove();
      act();
    };
    input.addEventListener('change', () => end(() => resolve([...input.files])));
    input.addEventListener('cancel', () => end(() => reject(new Failure('cancel'))));
    document.body.append(input);
    input.click();
  });
}

async function chooseMedia({ count: wanted = 9, mediaType = ['image', 'video'] }) {
  const chosen = await askForFiles(mediaType.map((type) => `${type}/*`).join(','), wanted > 1);
  const tempFiles = chosen.slice(0, wanted).map((file) => ({
    tempFilePath: keepFile(file, file.name),
    size: file.size,
    fileType: /** @type {'image' | 'video'} */ (file.type.split('/')[0]),
  }));
  return { tempFiles, type: tempFiles[0]?.fileType };
}

async function chooseImage({ count: wanted = 9 }) {
  const { tempFiles } = await chooseMedia({ count: wanted, mediaType: ['image'] });
  const files = tempFiles.map(({ tempFilePath, size }) => ({ path: tempFilePath, size }));
  return { tempFilePaths: files.map((file) => file.path), tempFiles: files };
}

const system = {
  writeFile: ({ filePath, data, success, complete }) => {
    kept.set(filePath, new Blob([data]));
    answer({ success, complete }, { errMsg: 'writeFile:ok' });
  },
  readFile: async ({ filePath, encoding, success, fail, complete }) => {
    const blob = kept.get(filePath);
    if (!blob) return answer({ success: fail, complete }, { errMsg: 'readFile:fail no such file' });
    const data = encoding ? await blob.text() : await blob.arrayBuffer();
    return answer({ success, complete }, { errMsg: 'readFile:ok', data });
  },
  saveFile: ({ tempFilePath, success, complete }) => {
    answer({ success, complete }, { errMsg: 'saveFile:ok', ...saveFile({ tempFilePath }) });
  },
};

function answer({ success, complete }, result) {
  queueMicrotask(() => {
    success?.(result);
    complete?.(result);
  });
}

function saveFile({ tempFilePath }) {
  const savedFilePath = tempFilePath.replace('tmp_', 'store_');
  kept.set(savedFilePath, fileOf(tempFilePath));
  return { savedFilePath };
}

/** @type {import('./contract.d.ts').WxPart} */
export const files = {
  synchronous: { getFileSystemManager: () => system },
  asynchronous: { chooseMedia, chooseImage },
};
