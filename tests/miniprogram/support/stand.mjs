// The mini-program with one page more, on which a component stands alone.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildPhone, JsdomPhone } from './jsdom-phone.mjs';
import { ServiceDouble } from './service-double.mjs';
import { ROOT } from './system.mjs';

const FIXTURE = path.join(ROOT, 'tests/miniprogram/pages/fixture');
const PAGE = 'fixture/stand';

/** @returns {Promise<import('./jsdom-phone.mjs').Built>} */
export async function buildStand() {
  const source = fs.mkdtempSync(path.join(os.tmpdir(), 'stand-'));
  fs.cpSync(path.join(ROOT, 'miniprogram'), source, { recursive: true });
  fs.cpSync(FIXTURE, path.join(source, 'fixture'), { recursive: true });
  const appFile = path.join(source, 'app.json');
  const app = JSON.parse(fs.readFileSync(appFile, 'utf8'));
  fs.writeFileSync(appFile, JSON.stringify({ ...app, pages: [...app.pages, PAGE] }));
  const built = await buildPhone(source);
  fs.rmSync(source, { recursive: true });
  return built;
}

/** A phone that shows one component. @param {import('./jsdom-phone.mjs').Built} built
 * @param {string} component @param {Record<string, any>} given its properties */
export function stand(built, component, given) {
  const phone = new JsdomPhone(built, new ServiceDouble(), { url: PAGE });
  phone.setData({ component, given });
  return phone;
}

/** What the component told the page. @param {JsdomPhone} phone @returns {{ type: string, detail: any }[]} */
export function told(phone) {
  return JSON.parse(JSON.stringify(phone.page.data.told));
}
