// Compiles the mini-program with WeChat's own compiler: `make release-check`,
// or `node tools/release/compile.mjs [folder]`. The compiler is large and wanted only before a release,
// so it is fetched into var/release/ and is no dependency.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PACKAGE_BYTES_MAX } from '../gates/sizes.mjs';

const COMPILER = 'miniprogram-ci';
const VERSION = '2.1.42';
const PACKAGE_KB_MAX = PACKAGE_BYTES_MAX / 1024;
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = path.join(ROOT, 'var/release');
const SIZES = path.join(FOLDER, 'sizes.json');
const OFFICIAL = fileURLToPath(new URL('./official.mjs', import.meta.url));
// A network namespace of its own: nothing the compiler tries can leave the machine.
const ALONE = ['--map-root-user', '--net'];
// What it says on every run: how far it is, and that the one list it looks up at WeChat is out of reach.
const CHATTER = [
  /^\[(miniprogram-builder|summer-compiler)\]/,
  /^serialize /,
  /getwhiteextlist/,
  /white ext list/,
  /^\s*$/,
];

process.exitCode = main(path.resolve(process.argv[2] || path.join(ROOT, 'miniprogram'))) ? 0 : 1;

/** @param {string} source @returns {boolean} whether WeChat would take it */
function main(source) {
  if (spawnSync('unshare', [...ALONE, 'true']).status !== 0) {
    console.error('只能在有 unshare 的 Linux 上检查 / Only Linux with unshare can compile without a network');
    return false;
  }
  install();
  const { isDone, words } = compile(source);
  words.forEach((line) => console.error(line));
  if (!isDone || words.length) {
    console.error('官方编译没有通过 / The official compiler is not content');
    return false;
  }
  return report(JSON.parse(fs.readFileSync(SIZES, 'utf8')));
}

function install() {
  if (installedVersion() === VERSION) return;
  console.log(`正在取官方编译器 / Fetching the official compiler ${COMPILER} ${VERSION}`);
  fs.mkdirSync(FOLDER, { recursive: true });
  const asIs = ['--ignore-scripts', '--no-save', '--no-package-lock', '--loglevel=error'];
  const command = ['install', '--prefix', FOLDER, ...asIs, `${COMPILER}@${VERSION}`];
  execFileSync('npm', command, { cwd: FOLDER, stdio: 'inherit' });
}

function installedVersion() {
  const file = path.join(FOLDER, 'node_modules', COMPILER, 'package.json');
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')).version : null;
}

/** @param {string} source @returns {{ isDone: boolean, words: string[] }} `words` are those beside its chatter */
function compile(source) {
  const command = [process.execPath, OFFICIAL, source, FOLDER, SIZES];
  const { status, stdout, stderr } = spawnSync('unshare', [...ALONE, ...command], { encoding: 'utf8' });
  const isChatter = (/** @type {string} */ line) => CHATTER.some((usual) => usual.test(line));
  const words = `${stdout}\n${stderr}`.split('\n').filter((line) => !isChatter(line));
  return { isDone: status === 0, words };
}

/** @param {Record<string, number>} sizes bytes of each package by its root; the main one is '' @returns {boolean} */
function report(sizes) {
  const kilobytes = Object.entries(sizes).map(([name, bytes]) => ({ name: name || 'main', kb: bytes / 1024 }));
  const together = kilobytes.reduce((sum, { kb }) => sum + kb, 0);
  kilobytes.forEach(({ name, kb }) => say(kb, name));
  say(together, `together; a package may have ${PACKAGE_KB_MAX} KB`);
  return kilobytes.every(({ kb }) => kb <= PACKAGE_KB_MAX);
}

/** @param {number} kb @param {string} word */
function say(kb, word) {
  console.log(`${kb.toFixed(1).padStart(8)} KB  ${word}`);
}
