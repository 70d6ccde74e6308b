// Compiles the mini-program with WeChat's own compiler: `make release-check`, or `node tools/release/compile.mjs [folder]`.
// The compiler is large and wanted only before a release, so it is fetched into var/release/ and is no dependency.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const COMPILER = 'miniprogram-ci';
const VERSION = '2.1.42';
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = path.join(ROOT, 'var/release');
const OFFICIAL = fileURLToPath(new URL('./official.mjs', import.meta.url));
// A network namespace of its own: nothing the compiler tries can leave the machine.
const ALONE = ['--map-root-user', '--net'];

if (!canBeAlone()) {
  console.error('只能在有 unshare 的 Linux 上检查 / Only Linux with unshare can compile without a network');
  process.exit(1);
}
install();
const source = path.resolve(process.argv[2] || path.join(ROOT, 'miniprogram'));
const run = spawnSync('unshare', [...ALONE, process.execPath, OFFICIAL, source, FOLDER], { stdio: 'inherit' });
process.exit(run.status ?? 1);

function canBeAlone() {
  return spawnSync('unshare', [...ALONE, 'true']).status === 0;
}

function install() {
  if (installedVersion() === VERSION) return;
  console.log(`正在取官方编译器 / Fetching the official compiler ${COMPILER} ${VERSION}`);
  fs.mkdirSync(FOLDER, { recursive: true });
  const options = ['--prefix', FOLDER, '--ignore-scripts', '--no-save', '--no-package-lock', '--loglevel=error'];
  execFileSync('npm', ['install', ...options, `${COMPILER}@${VERSION}`], { cwd: FOLDER, stdio: 'inherit' });
}

function installedVersion() {
  const file = path.join(FOLDER, 'node_modules', COMPILER, 'package.json');
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')).version : null;
}
