// Finds what a finger or a pair of eyes can use and a screen reader cannot: taps without a role or a name, pictures
// neither named nor hidden. The browser audit measures the same on the screen; this also reads what was not on it.
import { filesOf, lineAt, read } from './files.mjs';

const TAG = /<([a-z][\w-]*)((?:\s+[\w:-]+(?:="[^"]*"|='[^']*')?)*)\s*\/?>/g;
const TAP = /\s(?:bind|catch):?tap\b/;
const NATIVE = ['button', 'navigator', 'input', 'textarea', 'picker', 'switch', 'checkbox', 'radio', 'label'];

/** @param {string} source @returns {string[]} */
export function findBareTaps(source) {
  return filesOf(source, ['.wxml']).flatMap((file) => {
    const text = read(source, file);
    return [...text.matchAll(TAG)].flatMap(({ 1: tag, 2: attributes, index }) =>
      faultsOf(tag, attributes).map((fault) => `${file}:${lineAt(text, index)} ${fault}`));
  });
}

/** @param {string} tag @param {string} attributes @returns {string[]} */
function faultsOf(tag, attributes) {
  const has = (/** @type {string} */ name) => new RegExp(`\\s${name}[=\\s]`).test(`${attributes} `);
  const saysItself = NATIVE.includes(tag) || tag.includes('-');
  const isBare = TAP.test(attributes) && !saysItself && !has('aria-role');
  const isUnseen = tag === 'image' && !has('aria-label') && !has('aria-hidden');
  const bare = isBare ? [`<${tag}> is tapped and has no aria-role`] : [];
  return isUnseen ? [...bare, '<image> is neither named nor hidden'] : bare;
}
