// Files of the phone under their wxfile:// names: chosen by the person, or written by the mini-program.
import { settings } from '../settings.js';
import { asynchronous, Failure } from './calling.js';

// A file saved before a restart must not lend its name to another one after it.
const START = Date.now();
/** @type {Map<string, Blob>} */
const kept = new Map();
/** @type {Map<string, string>} where the browser finds them */
const urls = new Map();
let count = 0;
const savedPlace = (path) => `file:${settings.person}:${path}`;

/** @param {Blob} blob @param {string} name for its extension @returns {string} */
export function keepFile(blob, name) {
  count += 1;
  const [, extension = 'bin'] = /\.(\w+)(?:\?.*)?$/.exec(name) || [];
  const path = `wxfile://tmp_${START}_${count}.${extension}`;
  writeFile(path, blob);
  return path;
}

/** @param {string} path @param {Blob} blob */
export function writeFile(path, blob) {
  kept.set(path, blob);
  urls.delete(path);
}

/** @param {string} path @returns {Blob} */
export function fileOf(path) {
  const blob = findFile(path);
  if (!blob) throw new Failure(`no such file or directory, open '${path}'`);
  return blob;
}

/** @param {string} path @returns {Blob | null} */
function findFile(path) {
  const saved = localStorage.getItem(savedPlace(path));
  if (!kept.has(path) && saved) kept.set(path, blobOf(saved));
  return kept.get(path) || null;
}

/** @param {string} dataUrl */
function blobOf(dataUrl) {
  const [head, content] = dataUrl.split(',');
  const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
  return new Blob([bytes], { type: /^data:([^;]*)/.exec(head)[1] });
}

/** Only what was saved outlives a restart. @param {{ tempFilePath: string }} options */
async function saveFile({ tempFilePath }) {
  const blob = fileOf(tempFilePath);
  const savedFilePath = tempFilePath.replace('tmp_', 'store_');
  localStorage.setItem(savedPlace(savedFilePath), await dataUrlOf(blob));
  kept.delete(tempFilePath);
  return { savedFilePath };
}

/** @param {Blob} blob @returns {Promise<string>} */
async function dataUrlOf(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const characters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return `data:${blob.type};base64,${btoa(characters)}`;
}

export function forgetFiles() {
  const saved = Object.keys(localStorage).filter((key) => key.startsWith(savedPlace('')));
  saved.forEach((key) => localStorage.removeItem(key));
}

/** Where the browser finds what an image names; what is not there stays as it is, and the image tells. */
export function fileUrl(source) {
  if (!source || /^(data|blob):/.test(source)) return source;
  if (/^https?:/.test(source)) return `/preview/request/${encodeURIComponent(source)}`;
  if (!source.startsWith('wxfile://')) return `/preview/phone/files/${source.replace(/^\//, '')}`;
  const file = findFile(source);
  if (file && !urls.has(source)) urls.set(source, URL.createObjectURL(file));
  return urls.get(source) || source;
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

/** What a file holds from one place on. */
async function readFile({ filePath, encoding, position = 0, length }) {
  const file = fileOf(filePath);
  const part = file.slice(position, length === undefined ? file.size : position + length);
  return { data: encoding ? await part.text() : await part.arrayBuffer() };
}

const DIGESTS = { sha1: 'SHA-1', sha256: 'SHA-256' };

async function getFileInfo({ filePath, digestAlgorithm = 'md5' }) {
  const content = await fileOf(filePath).arrayBuffer();
  if (!DIGESTS[digestAlgorithm]) throw new Failure('a browser computes no md5');
  const bytes = new Uint8Array(await crypto.subtle.digest(DIGESTS[digestAlgorithm], content));
  const digest = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return { size: content.byteLength, digest };
}

function removeSavedFile({ filePath }) {
  fileOf(filePath);
  kept.delete(filePath);
  localStorage.removeItem(savedPlace(filePath));
}

const system = {
  writeFile: asynchronous('writeFile', ({ filePath, data }) => {
    writeFile(filePath, new Blob([data]));
  }),
  readFile: asynchronous('readFile', readFile),
  saveFile: asynchronous('saveFile', saveFile),
  getFileInfo: asynchronous('getFileInfo', getFileInfo),
  removeSavedFile: asynchronous('removeSavedFile', removeSavedFile),
};

/** @type {import('./contract.d.ts').WxPart} */
export const files = {
  synchronous: { getFileSystemManager: () => system },
};
