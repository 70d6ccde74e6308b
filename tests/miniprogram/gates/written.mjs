// A mini-program written for one test of a gate.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const USUAL = { 'app.json': '{ "pages": ["a/a"] }', 'a/a.js': '', 'a/a.wxml': '<view />' };

/** @param {Record<string, string>} files @returns {string} the folder */
export function written(files) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gate-'));
  for (const [name, text] of Object.entries({ ...USUAL, ...files })) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
  return folder;
}
