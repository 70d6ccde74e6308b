// Holds the mini-program, its tools and the stage of its tests to their types: JSDoc against WeChat's own declarations.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const TSC = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const PROJECTS = ['tsconfig.json', 'tools/tsconfig.json'];

/** @param {string[]} [projects] @returns {string[]} */
export function checkTypes(projects = PROJECTS) {
  return projects.flatMap(checkProject);
}

/** @param {string} project @returns {string[]} */
function checkProject(project) {
  const command = [TSC, '-p', project, '--pretty', 'false'];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' });
  if (status === 0) return [];
  const said = `${stdout}\n${stderr}`.split('\n').filter(Boolean);
  // A compiler that broke down has not found the types to be right.
  return said.length ? said : [`${project}: tsc ended with ${status}`];
}
