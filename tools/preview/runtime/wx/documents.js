// Documents: here a dialog names the file, and the browser shows it in a tab of its own.
import { ask } from '../chrome/dialog.js';
import { Failure } from './calling.js';
import { fileOf, fileUrl } from './files.js';

const READABLE = ['doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx', 'pdf'];
const KB = 1024;

/** @param {{ filePath: string, fileType?: string, showMenu?: boolean }} options */
function openDocument({ filePath, fileType = ending(filePath), showMenu = false }) {
  const size = fileOf(filePath).size;
  if (!READABLE.includes(fileType)) throw new Failure('filetype not supported');
  ask({ title: filePath.split('/').pop(), content: wayTo(filePath, size, showMenu), confirmText: '关闭', showCancel: false });
}

/** @param {string} path @param {number} size @param {boolean} hasMenu */
function wayTo(path, size, hasMenu) {
  const link = document.createElement('a');
  Object.assign(link, { href: fileUrl(path), target: '_blank', className: 'phone-dialog-text' });
  const menu = hasMenu ? '，右上角可以转发' : '';
  link.textContent = `打开这份文件（${Math.ceil(size / KB)} KB${menu}）`;
  return link;
}

/** @param {string} path */
const ending = (path) => path.split('.').pop();

/** @type {import('./contract.d.ts').WxPart} */
export const documents = { asynchronous: { openDocument } };
