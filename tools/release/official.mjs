// Runs miniprogram-ci on a mini-program and prints what each package weighs; started by compile.mjs without a network.
import { generateKeyPairSync } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const PACKAGE_KB_MAX = 2048;

const [source, folder] = process.argv.slice(2);
const ci = createRequire(path.join(folder, 'package.json'))('miniprogram-ci');

try {
  const files = await ci.getCompiledResult({ project: projectOf(source), ...version(), setting: settingOf(source) });
  const sizes = packageSizes(files, rootsOf(source));
  process.exit(report(sizes, Object.keys(files).length) ? 0 : 1);
} catch (error) {
  console.error(`官方编译没有通过 / The official compiler refuses:\n${error.message || error}`);
  process.exit(1);
}

/** A project whose key opens nothing; its attributes are the compiler's own, since asking WeChat for them needs a line. */
function projectOf(projectPath) {
  const { appid } = configOf(projectPath);
  const project = new ci.Project({ appid, type: 'miniProgram', projectPath, privateKeyPath: throwAwayKey() });
  project.attr = async () => ci.DefaultProjectAttr;
  return project;
}

function throwAwayKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const file = path.join(folder, 'throw-away.key');
  fs.writeFileSync(file, privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 });
  return file;
}

/** The compiler asks for both; neither is uploaded. */
function version() {
  return { version: '0.0.0', desc: 'release check' };
}

function settingOf(projectPath) {
  return { ...configOf(projectPath).setting, useProjectConfig: true };
}

function configOf(projectPath) {
  return JSON.parse(fs.readFileSync(path.join(projectPath, 'project.config.json'), 'utf8'));
}

/** @returns {string[]} */
function rootsOf(projectPath) {
  const { subpackages = [] } = JSON.parse(fs.readFileSync(path.join(projectPath, 'app.json'), 'utf8'));
  return subpackages.map(({ root }) => root);
}

/** @param {Record<string, string | Buffer>} files @param {string[]} roots @returns {Map<string, number>} bytes */
function packageSizes(files, roots) {
  const sizes = new Map([['main', 0], ...roots.map((root) => /** @type {[string, number]} */ ([root, 0]))]);
  for (const [name, content] of Object.entries(files)) {
    const root = roots.find((one) => name.startsWith(`${one}/`)) || 'main';
    sizes.set(root, (sizes.get(root) || 0) + Buffer.byteLength(content));
  }
  return sizes;
}

/** @param {Map<string, number>} sizes @param {number} count @returns {boolean} whether WeChat would take every package */
function report(sizes, count) {
  const kilobytes = [...sizes].map(([name, bytes]) => ({ name, kb: bytes / 1024 }));
  for (const { name, kb } of kilobytes) console.log(`${kb.toFixed(1).padStart(8)} KB  ${name}`);
  const total = kilobytes.reduce((sum, { kb }) => sum + kb, 0);
  console.log(`${total.toFixed(1).padStart(8)} KB  in ${count} files; a package may have ${PACKAGE_KB_MAX} KB`);
  return kilobytes.every(({ kb }) => kb <= PACKAGE_KB_MAX);
}
