// Holds the mini-program and its preview to their types: JSDoc against WeChat's own declarations.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const TSC = createRequire(import.meta.url).resolve('typescript/bin/tsc');
export const PROJECTS = ['tsconfig.json', 'tools/preview/tsconfig.json'];

/** @param {string} _source @param {string[]} [projects] @returns {string[]} */
export function checkTypes(_source, projects = PROJECTS) {
  return projects.flatMap((project) => {
    const { stdout } = spawnSync(process.execPath, [TSC, '-p', project, '--pretty', 'false'], { encoding: 'utf8' });
    return stdout.split('\n').filter(Boolean);
  });
}
