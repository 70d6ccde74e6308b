// Words for people: all of them in texts/, and none that a villager would have to ask about (docs/glossary.md).
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { filesOf, read } from './files.mjs';

const GLOSSARY = fileURLToPath(new URL('../../docs/glossary.md', import.meta.url));
const CHINESE = /[\u3400-\u9fff]/;
/** AC-4 forbids these beside the glossary's. */
const JARGON = ['幂等', '审批流', '驳回', '核销', '后台', '缓存', '提交', '接口', '令牌', '同步'];

/** @param {string} source @param {string[]} [forbidden] @returns {string[]} faults */
export function findForbiddenWords(source, forbidden = wordsNotSaid()) {
  const texts = filesOf(source, ['.js', '.json']).filter((file) => file.startsWith('texts/') || file.endsWith('.json'));
  const code = filesOf(source, ['.js', '.wxml', '.wxs']).filter((file) => !file.startsWith('texts/'));
  return [
    ...code.flatMap((file) => strayWords(source, file)),
    ...texts.flatMap((file) => saidWords(source, file, forbidden)),
  ];
}

/** @returns {string[]} the third column of 说给住户听的词, and AC-4's */
export function wordsNotSaid() {
  const [, table] = fs.readFileSync(GLOSSARY, 'utf8').split('| 说 | English | 不说 | note |');
  const rows = table.split('\n').filter((line) => line.startsWith('| '));
  const words = rows.flatMap((row) => row.split('|')[3].split('、')).map((word) => word.trim());
  return [...new Set([...words, ...JARGON])].filter((word) => CHINESE.test(word));
}

/** @param {string} source @param {string} file */
function strayWords(source, file) {
  return bareLines(source, file)
    .filter(({ text }) => CHINESE.test(text))
    .map(({ number }) => `${file}:${number} words for people belong to texts/`);
}

/** @param {string} source @param {string} file @param {string[]} forbidden */
function saidWords(source, file, forbidden) {
  return bareLines(source, file).flatMap(({ text, number }) =>
    forbidden.filter((word) => text.includes(word)).map((word) => `${file}:${number} people here do not say ${word}`),
  );
}

/** Lines without their comments. @param {string} source @param {string} file */
function bareLines(source, file) {
  const blank = (/** @type {string} */ comment) => comment.replace(/[^\n]/g, '');
  const bare = read(source, file)
    .replace(/\/\*[\s\S]*?\*\//g, blank)
    .replace(/<!--[\s\S]*?-->/g, blank)
    .replace(/(^|\s)\/\/.*$/gm, '$1');
  return bare.split('\n').map((text, index) => ({ text, number: index + 1 }));
}
