// Runs every gate over the mini-program: `node tools/gates/check.mjs`. A gate returns its faults, one line each.
import { findBareTaps } from './bare_taps.mjs';
import { compileWithWechat } from './wechat_compiler.mjs';
import { findForbiddenWords } from './words.mjs';
import { lint } from './lint.mjs';
import { measureSizes } from './sizes.mjs';
import { NotRun } from './not_run.mjs';
import { checkTypes } from './types.mjs';
import { findUnusedFiles } from './unused_files.mjs';
import { findUnusedTexts } from './unused_texts.mjs';

const SOURCE = 'miniprogram';
/** @type {[name: string, gate: (source: string) => string[] | Promise<string[]>][]} */
const GATES = [
  ['types', () => checkTypes()],
  ['lint', lint],
  ['WXML, WXS and WXSS compile', compileWithWechat],
  ['package sizes', measureSizes],
  ['no unused file', findUnusedFiles],
  ['no unused text', findUnusedTexts],
  ['plain words', findForbiddenWords],
  ['what can be tapped or seen has a role and a name', findBareTaps],
];

for (const [name, gate] of GATES) {
  const line = await outcome(name, gate);
  console.log(line);
}

/** @param {string} name @param {(source: string) => string[] | Promise<string[]>} gate */
async function outcome(name, gate) {
  try {
    const faults = await gate(SOURCE);
    if (!faults.length) return `mini-program: ${name}: passed`;
    process.exitCode = 1;
    return [`mini-program: ${name}: ${faults.length} faults`, ...faults.map((fault) => `  ${fault}`)].join('\n');
  } catch (error) {
    if (!(error instanceof NotRun)) throw error;
    if (process.env.CI === 'true') process.exitCode = 1;
    return `mini-program: ${name}: NOT RUN: ${error.message}`;
  }
}
