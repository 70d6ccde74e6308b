// Asks the browser whether everybody can read and hit what is on the screen.
import { fileURLToPath } from 'node:url';

const MEASURE = fileURLToPath(new URL('./measure.js', import.meta.url));

/**
 * Measure the visible page: text, line height, contrast, targets, names, and what is cut or over the edge.
 * @param {import('./phone.mjs').Phone} phone @param {{ isElder: boolean }} mode
 * @returns {Promise<string[]>} one line for each fault, with the words of the element
 */
export async function audit(phone, mode) {
  const isLoaded = await phone.page.evaluate(() => 'measurePage' in window);
  if (!isLoaded) await phone.page.addScriptTag({ path: MEASURE });
  return phone.page.evaluate((given) => window.measurePage(given), mode);
}
