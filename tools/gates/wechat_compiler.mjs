// Compiles every template, WXS module and style sheet with WeChat's own compilers. They are old closed programs for
// x86-64 Linux that look imports up among their arguments only, hence one call for all files.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { filesOf } from './files.mjs';
import { NotRun } from './not_run.mjs';

const PACKAGE = createRequire(import.meta.url).resolve('miniprogram-compiler/package.json');
const PROGRAMS = path.join(path.dirname(PACKAGE), 'bin/linux');

/** @param {string} source @returns {string[]} */
export function compileWithWechat(source) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new NotRun(`WeChat's compilers exist for x86-64 Linux only, this is ${process.arch} ${process.platform}`);
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'wechat-compiler-'));
  try {
    return [
      ...compile(programIn(folder, 'wcc'), ['-o', path.join(folder, 'templates.js')], source, ['.wxml', '.wxs']),
      ...compile(programIn(folder, 'wcsc'), ['-lc', '-o', path.join(folder, 'styles.css')], source, ['.wxss']),
    ];
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** The package carries its programs without the right to be run. @param {string} folder @param {string} name */
function programIn(folder, name) {
  const program = path.join(folder, name);
  fs.copyFileSync(path.join(PROGRAMS, name), program);
  fs.chmodSync(program, 0o700);
  return program;
}

/** @param {string} program @param {string[]} options @param {string} source @param {string[]} endings */
function compile(program, options, source, endings) {
  const files = filesOf(source, endings).map((file) => `./${file}`);
  if (!files.length) return [];
  const { status, stdout, stderr } = spawnSync(program, [...options, ...files], { cwd: source, encoding: 'utf8' });
  if (status === 0) return [];
  const said = `${stdout}\n${stderr}`.split('\n').map((line) => line.trim()).filter(Boolean);
  return said.length ? said : [`${path.basename(program)} ended with ${status}`];
}
