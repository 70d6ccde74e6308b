// Pictures over the whole phone, as wx.previewImage shows them.
import { fileUrl } from '../wx/files.js';

/** @param {string[]} sources @param {string} [current] */
export function raiseImages(sources, current = sources[0]) {
  const view = document.createElement('button');
  view.type = 'button';
  view.className = 'phone-images';
  view.setAttribute('aria-label', '关闭图片');
  for (const source of [current, ...sources.filter((one) => one !== current)]) {
    const image = document.createElement('img');
    image.alt = '';
    image.src = fileUrl(source);
    view.append(image);
  }
  view.addEventListener('click', () => view.remove());
  document.body.append(view);
}
