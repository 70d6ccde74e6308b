// Names each text of texts/ that no page, component or script asks for.
import { createRequire } from 'node:module';
import path from 'node:path';
import { filesOf, read } from './files.mjs';

const TEXTS = 'texts/';

/** @param {string} source @returns {string[]} */
export function findUnusedTexts(source) {
  const require = createRequire(path.resolve(source, 'app.js'));
  const all = filesOf(source, ['.js', '.wxml', '.wxs']);
  const users = all.filter((file) => !file.startsWith(TEXTS)).map((file) => read(source, file)).join('\n');
  return all
    .filter((file) => file.startsWith(TEXTS))
    .flatMap((file) => Object.keys(require(`./${file}`)).map((name) => ({ file, name })))
    .filter(({ name }) => !isAskedFor(name, users))
    .map(({ file, name }) => `${file}: ${name} is never said`);
}

/** As `texts.name`, or by its name in `{ name } = texts`. @param {string} name @param {string} users */
function isAskedFor(name, users) {
  return new RegExp(`[.]${name}\\b|[{,]\\s*${name}\\s*[,}:]|'${name}'`).test(users);
}
