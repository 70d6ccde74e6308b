// Pictures the README shows, small enough to be kept with the code: `npm run screenshots`.
import fs from 'node:fs';
import path from 'node:path';
import { findIds, PAGES } from './support/page-list.mjs';
import { startStage } from './support/stage.mjs';
import { ROOT } from './support/system.mjs';

const FOLDER = path.join(ROOT, 'docs/screenshots');
const WIDTH = 240;
/** @type {[name: string, page: string, options?: Partial<import('./support/phone.mjs').PhoneOptions>][]} */
const SHOWN = [
  ['home', 'pages/home/home'],
  ['home-elder', 'pages/home/home', { elder: true }],
  ['question', 'packages/assessments/question/question', { elder: true }],
  ['result', 'packages/assessments/result/result'],
  ['points', 'pages/points/points'],
  ['why-this-point', 'packages/points/explain/explain'],
  ['shop', 'packages/shop/goods/goods'],
  ['voucher', 'packages/shop/order/order'],
  ['activities', 'pages/activities/activities'],
  ['workbench', 'packages/workbench/workbench/workbench'],
  ['claims', 'packages/workbench/claims/claims'],
  ['counter', 'packages/desk/desk/desk'],
];

const stage = await startStage();
try {
  const ids = await findIds(stage);
  fs.mkdirSync(FOLDER, { recursive: true });
  for (const [name, page, options = {}] of SHOWN) {
    const [person, query = () => ''] = PAGES[page];
    const phone = await stage.openPhone({ person, path: `/${page}?${query(ids)}`, ...options });
    const file = path.join(FOLDER, `${name}.png`);
    fs.writeFileSync(file, await smaller(phone.page));
    console.log(path.relative(ROOT, file));
  }
} finally {
  await stage.close();
}

/** The screen as it is, drawn again at a small width. @param {import('playwright-core').Page} page @returns {Promise<Buffer>} */
async function smaller(page) {
  const whole = (await page.screenshot()).toString('base64');
  const drawn = await page.evaluate(
    async ([picture, width]) => {
      const image = new Image();
      image.src = `data:image/png;base64,${picture}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = Number(width);
      canvas.height = Math.round((image.height * Number(width)) / image.width);
      const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
      pen.imageSmoothingQuality = 'high';
      pen.drawImage(image, 0, 0, canvas.width, canvas.height);
      return canvas.toDataURL('image/png').split(',')[1];
    },
    [whole, WIDTH],
  );
  return Buffer.from(drawn, 'base64');
}
