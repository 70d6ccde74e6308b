// image, icon and rich-text.
import { fileUrl } from '../wx/files.js';
import { define, emit } from './define.js';

const FITS = { scaleToFill: 'fill', aspectFit: 'contain', aspectFill: 'cover', center: 'none' };
const MARKS = {
  success: '✓', success_no_circle: '✓', info: 'i', warn: '!', waiting: '…', cancel: '×', clear: '×',
};

export function defineMedia() {
  const image = {
    properties: { src: '', mode: 'scaleToFill', lazyLoad: false, showMenuByLongpress: false, webp: false },
    attached: attachImage,
    changed: showImage,
  };
  define('image', image);
  define('cover-image', image);
  define('icon', { properties: { type: '', size: null, color: '' }, changed: showIcon });
  define('rich-text', { properties: { nodes: null, space: '' }, changed: showRichText });
}

/** @this {any} @param {HTMLElement} host */
function attachImage(host) {
  this.inner = document.createElement('img');
  this.inner.alt = '';
  host.append(this.inner);
  if (host.hasAttribute('aria-label') && !host.hasAttribute('role')) host.setAttribute('role', 'img');
  this.inner.addEventListener('load', () => {
    emit(this, 'load', { width: this.inner.naturalWidth, height: this.inner.naturalHeight });
  });
  this.inner.addEventListener('error', () => emit(this, 'error', { errMsg: `GET ${this.data.src} fail` }));
}

/** @this {any} @param {HTMLElement} host */
function showImage(host) {
  const { src, mode } = this.data;
  host.setAttribute('mode', mode);
  this.inner.style.objectFit = FITS[mode] || 'cover';
  const url = fileUrl(src);
  if (this.inner.getAttribute('src') === url) return;
  if (url) this.inner.src = url;
  else this.inner.removeAttribute('src');
}

/** @this {any} @param {HTMLElement} host */
function showIcon(host) {
  host.textContent = MARKS[this.data.type] || '';
  host.style.fontSize = `${this.data.size || 23}px`;
  host.style.color = this.data.color;
}

/** @this {any} @param {HTMLElement} host */
function showRichText(host) {
  const { nodes } = this.data;
  if (typeof nodes === 'string') host.innerHTML = nodes;
  else host.replaceChildren(...(nodes || []).map(richNode));
}

function richNode({ type, text, name, attrs = {}, children = [] }) {
  if (type === 'text') return document.createTextNode(text);
  const made = document.createElement(name);
  Object.entries(attrs).forEach(([key, value]) => made.setAttribute(key, String(value)));
  made.append(...children.map(richNode));
  return made;
}
