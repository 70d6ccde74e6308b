// Starts the real system for a test file: service, database with the demo village, WeChat stand-in and preview.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { madeOnce } from './made-once.mjs';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PYTHON = path.join(ROOT, '.venv/bin/python');
const READY = 'Ctrl-C';

/**
 * @typedef {object} System
 * @property {string} service @property {string} standin
 * @property {string} phone the address of the bare phone
 * @property {{ people: { openid: string, title: string }[], codes: { title: string, scene: string }[] }} catalogue
 * @property {(...command: string[]) => string} operate runs a command of the operator's and gives what it says
 * @property {() => Promise<void>} stop ends every process and forgets the data
 */

/** @returns {Promise<System>} with a fresh demo village of its own */
export async function startSystem() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'system-'));
  const data = path.join(folder, 'var');
  fs.cpSync(await madeOnce('demo', prepare), data, { recursive: true });
  const [web, standin, preview] = await freePorts(3);
  const run = spawn(PYTHON, ['-m', 'tools.run', 'rehearse'], {
    cwd: ROOT,
    env: { ...environment(data), PORT: web, STANDIN_PORT: standin, PREVIEW_PORT: preview },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = () => run.kill('SIGTERM');
  process.once('exit', kill);
  const stop = async () => {
    process.off('exit', kill);
    await ended(run);
    fs.rmSync(folder, { recursive: true, force: true });
  };
  await ready(run).catch(async (error) => {
    await stop();
    throw error;
  });
  return {
    service: `http://127.0.0.1:${web}`,
    standin: `http://127.0.0.1:${standin}`,
    phone: `http://127.0.0.1:${preview}/preview/phone/`,
    operate: (...command) =>
      execFileSync(PYTHON, ['-m', 'server.cli', ...command], { cwd: ROOT, env: environment(data), encoding: 'utf8' }),
    catalogue: JSON.parse(fs.readFileSync(path.join(data, 'preview/catalogue.json'), 'utf8')),
    stop,
  };
}

/** A database with the demo village, which every system gets a copy of. @param {string} data */
function prepare(data) {
  execFileSync(PYTHON, ['-m', 'tools.run', 'prepare'], { cwd: ROOT, env: environment(data), stdio: ['ignore', 'ignore', 'pipe'] });
}

/** The settings of a start whose data lie in a folder of their own; it finds its stand-in by itself.
 * @param {string} data */
function environment(data) {
  const { WECHAT_API_BASE: _, ...inherited } = process.env;
  return {
    ...inherited,
    APP_ENV: 'development',
    HOST: '127.0.0.1',
    VAR_DIR: data,
    DATABASE_URL: `sqlite:///${data}/bayu.sqlite3`,
    DATABASE_OWNER_URL: '',
    QUIET_HOURS: '0-0',
  };
}

/** @param {number} count @returns {Promise<string[]>} */
async function freePorts(count) {
  const servers = await Promise.all(Array.from({ length: count }, listening));
  const ports = servers.map((server) => String(/** @type {import('node:net').AddressInfo} */ (server.address()).port));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** @returns {Promise<import('node:net').Server>} */
function listening() {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

/** @param {import('node:child_process').ChildProcess} run */
function ready(run) {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (/** @type {Buffer} */ chunk) => {
      said += chunk;
      if (said.includes(READY)) resolve(undefined);
    };
    run.stdout?.on('data', listen);
    run.stderr?.on('data', listen);
    run.once('exit', (code) => {
      if (code) console.error(`the system ended by itself:\n${said}`);
      reject(new Error(`the system did not start:\n${said}`));
    });
  });
}

/** @param {import('node:child_process').ChildProcess} run */
function ended(run) {
  if (run.exitCode !== null) return undefined;
  return new Promise((resolve) => {
    run.once('exit', resolve);
    run.kill('SIGTERM');
  });
}
