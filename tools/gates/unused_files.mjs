// Follows every reference from app.json; a file that is never reached is dead weight on the phone.
import path from 'node:path';
import { filesOf, OWN_NAMES, read, readApp } from './files.mjs';

const PARTS = ['.js', '.json', '.wxml', '.wxss'];
const REFERENCE = /(?:require|import)\(?\s*['"]([^'"]+)['"]|\bsrc="([^"{}]+)"|@import\s+['"]([^'"]+)['"]/g;
const ASSET = /\/assets\/[^'"`\s)]+/g;
const HOLE = /\{\{.*?\}\}|\$\{.*?\}/g;
const WORD = /['"]([\w-]+)['"]/g;

/** @param {string} source @returns {string[]} */
export function findUnusedFiles(source) {
  const files = new Set(filesOf(source));
  const reached = reach(files, (file) => read(source, file), starts(source));
  const isShown = pictureTest([...reached].map((file) => read(source, file)));
  return [...files]
    .filter((file) => !reached.has(file) && !isShown(`/${file}`))
    .map((file) => `${file} is never used`);
}

/** @param {string} source @returns {string[]} */
function starts(source) {
  const { pages, subpackages, tabBar = {}, usingComponents = {} } = /** @type {any} */ (readApp(source));
  const inside = (/** @type {{ root: string, pages: string[] }} */ { root, pages: own }) => own.map((page) => `${root}/${page}`);
  const packaged = subpackages.flatMap(inside);
  const parts = [...pages, ...packaged, ...(tabBar.custom ? ['custom-tab-bar/index'] : [])];
  const shared = Object.values(usingComponents).map((component) => String(component).slice(1));
  return [...OWN_NAMES, ...[...parts, ...shared].flatMap(filesOfPart)];
}

/** @param {string} part @returns {string[]} */
function filesOfPart(part) {
  return PARTS.map((ending) => part + ending);
}

/** @param {Set<string>} files @param {(file: string) => string} readFile @param {string[]} from @returns {Set<string>} */
function reach(files, readFile, from) {
  /** @type {Set<string>} */
  const reached = new Set();
  const waiting = [...from];
  while (waiting.length) {
    const file = /** @type {string} */ (waiting.pop());
    if (!files.has(file) || reached.has(file)) continue;
    reached.add(file);
    waiting.push(...referencesOf(file, readFile(file)));
  }
  return reached;
}

/** @param {string} file @param {string} text @returns {string[]} */
function referencesOf(file, text) {
  const components = file.endsWith('.json') ? Object.values(JSON.parse(text).usingComponents || {}) : [];
  const found = [...text.matchAll(REFERENCE)].map((match) => match[1] || match[2] || match[3]);
  return [
    ...components.flatMap((component) => filesOfPart(resolved(file, String(component)))),
    ...found.flatMap((name) => [resolved(file, name), `${resolved(file, name)}.js`, `${resolved(file, name)}.wxs`]),
  ];
}

/** @param {string} file @param {string} name @returns {string} */
function resolved(file, name) {
  return name.startsWith('/') ? name.slice(1) : path.posix.join(path.posix.dirname(file), name);
}

/** A picture's name may be put together: what is put in must be a word that the code says.
 * @param {string[]} texts @returns {(picture: string) => boolean} */
function pictureTest(texts) {
  const words = new Set(texts.flatMap((text) => [...text.matchAll(WORD)].map(([, word]) => word)));
  const patterns = texts.flatMap((text) => text.replace(HOLE, '*').match(ASSET) || []).map(patternOf);
  return (picture) => patterns.some((pattern) => pattern.exec(picture)?.slice(1).every((word) => words.has(word)));
}

/** @param {string} name @returns {RegExp} */
function patternOf(name) {
  return new RegExp(`^${name.replace(/[.+?^$()[\]\\|]/g, '\\$&').replaceAll('*', '([^/]*)')}$`);
}
