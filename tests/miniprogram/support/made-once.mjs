// What many test files of a run need alike: made by the first one, found by the others. A file alone makes its own.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The setting by which a run names the folder of what it has made. */
export const MADE = 'MADE_ONCE';

/** @param {string} name @param {(place: string) => void | Promise<void>} make puts it at a place
 * @returns {Promise<string>} where it lies, to be read and copied only */
export async function madeOnce(name, make) {
  process.env[MADE] ||= folderOfItsOwn();
  const folder = process.env[MADE];
  const place = path.join(folder, name);
  if (fs.existsSync(place)) return place;
  const aside = path.join(fs.mkdtempSync(path.join(folder, 'making-')), name);
  await make(aside);
  try {
    fs.renameSync(aside, place);
  } catch (error) {
    if (!fs.existsSync(place)) throw error; // else another file was faster
  }
  return place;
}

/** @returns {string} gone with this process */
export function folderOfItsOwn() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'made-once-'));
  process.once('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}
