// WeChat loads the main package before anything shows: it stays small, and each subpackage within WeChat's limit.
import fs from 'node:fs';
import path from 'node:path';
import { filesOf, readApp } from './files.mjs';

const MAIN_BYTES_MAX = 1.5 * 1024 * 1024;
export const PACKAGE_BYTES_MAX = 2 * 1024 * 1024;

/** @param {string} source @returns {string[]} faults */
export function measureSizes(source) {
  const files = filesOf(source).map((file) => ({ file, bytes: fs.statSync(path.join(source, file)).size }));
  return [...packageSizes(source, files)]
    .filter(([root, bytes]) => bytes > (root ? PACKAGE_BYTES_MAX : MAIN_BYTES_MAX))
    .map(([root, bytes]) => `${root || 'the main package'} has ${bytes} bytes, too many`);
}

/**
 * @param {string} source @param {{ file: string, bytes: number }[]} files
 * @returns {Map<string, number>} bytes of each package by its root; the main one is ''
 */
export function packageSizes(source, files) {
  const roots = readApp(source).subpackages.map(({ root }) => root);
  const sizes = new Map(['', ...roots].map((root) => [root, 0]));
  for (const { file, bytes } of files) {
    const owner = roots.find((root) => file.startsWith(`${root}/`)) || '';
    sizes.set(owner, (sizes.get(owner) || 0) + bytes);
  }
  return sizes;
}
