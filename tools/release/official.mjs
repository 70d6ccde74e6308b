// Runs miniprogram-ci on a mini-program and writes what each package weighs;
// compile.mjs starts it without a network.
import { generateKeyPairSync } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [source, folder, sizesFile] = process.argv.slice(2);
const ci = createRequire(path.join(folder, 'package.json'))('miniprogram-ci');

try {
  const { appid, setting } = read('project.config.json');
  // It asks for a version and a description; nothing is uploaded.
  const facts = { version: '0.0.0', desc: 'release check', setting: { ...setting, useProjectConfig: true } };
  const files = await ci.getCompiledResult({ project: projectOf(appid), ...facts });
  fs.writeFileSync(sizesFile, JSON.stringify(packageSizes(files)));
  process.exit(0);
} catch (error) {
  console.error(error.message || error);
  process.exit(1);
}

/** A project whose key opens nothing, with the compiler's own attributes: only WeChat knows the real ones. */
function projectOf(appid) {
  const privateKeyPath = throwAwayKey();
  const project = new ci.Project({ appid, type: 'miniProgram', projectPath: source, privateKeyPath });
  project.attr = async () => ci.DefaultProjectAttr;
  return project;
}

function throwAwayKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const file = path.join(folder, 'throw-away.key');
  fs.writeFileSync(file, privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 });
  return file;
}

/** @param {string} name */
function read(name) {
  return JSON.parse(fs.readFileSync(path.join(source, name), 'utf8'));
}

/** @param {Record<string, string | Buffer>} files @returns {Record<string, number>} bytes */
function packageSizes(files) {
  const roots = (read('app.json').subpackages || []).map((/** @type {{ root: string }} */ { root }) => root);
  const sizes = Object.fromEntries(['main', ...roots].map((root) => [root, 0]));
  for (const [name, content] of Object.entries(files)) {
    const root = roots.find((/** @type {string} */ one) => name.startsWith(`${one}/`)) || 'main';
    sizes[root] += Buffer.byteLength(content);
  }
  return sizes;
}
