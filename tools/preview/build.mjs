// Builds a mini-program for the preview: `node tools/preview/build.mjs miniprogram var/preview`.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readProject } from './builder/project.mjs';
import { bundleScripts } from './builder/scripts.mjs';
import { compileStyles, styleScope } from './builder/styles.mjs';
import { compileTemplates } from './builder/templates.mjs';

/**
 * Write `phone.js` and `phone.css` to `out`.
 * @param {{ source: string, out: string }} where
 * @returns {Promise<{ pages: string[], errors: string[], warnings: string[] }>} errors begin with file:line
 */
export async function build({ source, out }) {
  fs.mkdirSync(out, { recursive: true });
  const project = readProject(source);
  const { app, pages, tabBar, errors, warnings } = project;
  const templates = compileTemplates(project);
  fs.writeFileSync(path.join(out, 'phone.css'), compileStyles(project));
  const parts = project.parts.map((part) => ({ ...part, scope: styleScope(part) }));
  const facts = { app, appId: appIdOf(source), pages, tabBar, parts };
  if (!errors.length) await bundleScripts(project, facts, templates, out);
  return { pages, errors, warnings };
}

/** @param {string} source @returns {string} */
export function appIdOf(source) {
  const file = path.join(source, 'project.config.json');
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')).appid : 'touristappid';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [source = 'miniprogram', out = 'var/preview'] = process.argv.slice(2);
  const { pages, errors, warnings } = await build({ source, out });
  for (const warning of warnings) console.warn(`warning: ${warning}`);
  for (const error of errors) console.error(`error: ${error}`);
  console.log(`${pages.length} pages, ${errors.length} errors, ${warnings.length} warnings`);
  process.exitCode = errors.length ? 1 : 0;
}
