// Pictures for a phone's camera, drawn by the phone itself: real JPEGs, as hard to make small as leaves.

/** @param {import('./phone.mjs').Phone} phone @param {{ width: number, height: number, seed?: number }} size
 * @returns {Promise<Buffer>} */
export async function drawJpeg(phone, { width, height, seed = 1 }) {
  const data = await phone.page.evaluate(
    ([across, down, start]) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: across, height: down });
      const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
      for (let y = 0; y < down; y += 5) {
        for (let x = 0; x < across; x += 5) {
          pen.fillStyle = `hsl(${(x * y * start) % 360} 60% ${(x * 7 + y * 13 * start) % 100}%)`;
          pen.fillRect(x, y, 5, 5);
        }
      }
      return canvas.toDataURL('image/jpeg', 0.95).split(',')[1];
    },
    /** @type {const} */ ([width, height, seed]),
  );
  return Buffer.from(data, 'base64');
}

/** Choose a picture as the camera would give it. @param {import('./phone.mjs').Phone} phone @param {Buffer} buffer */
export async function choosePicture(phone, buffer) {
  const choosing = phone.page.waitForEvent('filechooser');
  await phone.find('拍照或选照片').tap();
  await (await choosing).setFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer });
}
