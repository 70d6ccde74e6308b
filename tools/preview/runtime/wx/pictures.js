// Pictures of the phone: chosen by the person, looked into, made smaller.
import { raiseImages } from '../chrome/images.js';
import { Failure } from './calling.js';
import { askForFiles, fileOf, keepFile } from './files.js';

const USUAL_QUALITY = 80;
const FULL_QUALITY = 100;

async function chooseMedia({ count: wanted = 9, mediaType = ['image', 'video'] }) {
  const chosen = await askForFiles(mediaType.map((type) => `${type}/*`).join(','), wanted > 1);
  const tempFiles = chosen.slice(0, wanted).map((file) => ({
    tempFilePath: keepFile(file, file.name),
    size: file.size,
    fileType: /** @type {'image' | 'video'} */ (file.type.split('/')[0]),
  }));
  return { tempFiles, type: tempFiles[0]?.fileType };
}

async function getImageInfo({ src }) {
  const { width, height } = await drawn(src);
  return { width, height, path: src };
}

/** By quality, and by width or height where one is wished. */
async function compressImage({ src, quality = USUAL_QUALITY, compressedWidth, compressedHeight }) {
  const picture = await drawn(src);
  const scale = (compressedWidth || 0) / picture.width || (compressedHeight || 0) / picture.height || 1;
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
  canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
  /** @type {Blob} */
  const made = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality / FULL_QUALITY));
  return { tempFilePath: keepFile(made, 'made.jpg') };
}

/** @param {string} source @returns {Promise<ImageBitmap>} */
async function drawn(source) {
  try {
    return await createImageBitmap(fileOf(source));
  } catch (error) {
    throw error instanceof Failure ? error : new Failure('decode image fail');
  }
}

/** @param {{ urls: string[], current?: string }} options */
const previewImage = ({ urls, current }) => raiseImages(urls, current);

/** @type {import('./contract.d.ts').WxPart} */
export const pictures = { asynchronous: { chooseMedia, compressImage, getImageInfo, previewImage } };
