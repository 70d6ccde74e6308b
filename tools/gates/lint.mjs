// Lints all JavaScript of the repository by eslint.config.mjs.
import { ESLint } from 'eslint';

const PLACES = ['miniprogram', 'tools', 'tests/miniprogram', 'bench', '*.mjs'];

/** @returns {Promise<string[]>} */
export async function lint() {
  const eslint = new ESLint({ errorOnUnmatchedPattern: false });
  const results = await eslint.lintFiles(PLACES);
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ line, message, ruleId }) => `${filePath}:${line} ${message} (${ruleId})`));
}
