// The files of a mini-program, as all gates see them.
import fs from 'node:fs';
import path from 'node:path';

/** Files that no page needs and WeChat reads by their name. */
export const OWN_NAMES = ['app.js', 'app.json', 'app.wxss', 'project.config.json', 'sitemap.json', 'package.json'];

/** @param {string} folder @param {string[]} [endings] @returns {string[]} paths below the folder, sorted */
export function filesOf(folder, endings) {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && (!endings || endings.includes(path.extname(entry.name))))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .sort();
}

/** @param {string} folder @param {string} file @returns {string} */
export function read(folder, file) {
  return fs.readFileSync(path.join(folder, file), 'utf8');
}

/** @param {string} folder @returns {{ pages: string[], subpackages: { root: string, pages: string[] }[] }} */
export function readApp(folder) {
  return { subpackages: [], ...JSON.parse(read(folder, 'app.json')) };
}

/** @param {string} text @param {number} index @returns {number} the line, from 1 */
export function lineAt(text, index) {
  return text.slice(0, index).split('\n').length;
}
