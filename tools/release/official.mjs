// Runs miniprogram-ci on a mini-program and writes what each package weighs;
// compile.mjs starts it without a network.
import { generateKeyPairSync } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { read } from '../gates/files.mjs';
import { packageSizes } from '../gates/sizes.mjs';

const [source, folder, sizesFile] = process.argv.slice(2);
const ci = createRequire(path.join(folder, 'package.json'))('miniprogram-ci');

try {
  const { appid, setting } = JSON.parse(read(source, 'project.config.json'));
  // It asks for a version and a description; nothing is uploaded.
  const facts = { version: '0.0.0', desc: 'release check', setting: { ...setting, useProjectConfig: true } };
  const compiled = await ci.getCompiledResult({ project: projectOf(appid), ...facts });
  const files = Object.entries(compiled).map(([file, content]) => ({ file, bytes: Buffer.byteLength(content) }));
  fs.writeFileSync(sizesFile, JSON.stringify(Object.fromEntries(packageSizes(source, files))));
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
