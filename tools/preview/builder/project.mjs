// Reads what a mini-program consists of: app.json, its pages, and every component they use.
import fs from 'node:fs';
import path from 'node:path';

const TAB_BAR = 'custom-tab-bar/index';

/**
 * @typedef {object} Part a page or a component
 * @property {string} path without extension, relative to the source folder
 * @property {boolean} isPage
 * @property {Record<string, any>} config its JSON, with `usingComponents` resolved to paths from the root
 */

/**
 * @typedef {object} Project
 * @property {string} source
 * @property {Record<string, any>} app
 * @property {string[]} pages
 * @property {Part[]} parts what is used before what uses it
 * @property {string | null} tabBar the path of the custom tab bar
 * @property {string[]} errors
 * @property {string[]} warnings
 */

/** @param {string} source @returns {Project} */
export function readProject(source) {
  const errors = [];
  const warnings = [];
  const app = readJson(source, 'app.json', errors);
  const pages = pageList(app);
  const tabBar = app.tabBar?.custom ? TAB_BAR : null;
  const walk = { source, app, errors, seen: new Set(), parts: [] };
  for (const page of pages) visit(walk, page, true);
  if (tabBar) visit(walk, tabBar, false);
  checkTabs(app, pages, errors);
  return { source, app, pages, parts: walk.parts, tabBar, errors, warnings };
}

function pageList(app) {
  const subpackages = app.subpackages || app.subPackages || [];
  const inside = subpackages.flatMap((one) => one.pages.map((page) => path.posix.join(one.root, page)));
  return [...(app.pages || []), ...inside];
}

function checkTabs(app, pages, errors) {
  for (const { pagePath } of app.tabBar?.list || []) {
    if (!pages.includes(pagePath)) errors.push(`app.json:1 a tab is not among the pages: ${pagePath}`);
  }
}

function visit(walk, part, isPage) {
  if (walk.seen.has(part)) return;
  walk.seen.add(part);
  for (const extension of ['.wxml', '.js']) {
    if (!fs.existsSync(path.join(walk.source, part + extension))) {
      walk.errors.push(`${part}${extension}:1 the file is missing`);
    }
  }
  const hasConfig = fs.existsSync(path.join(walk.source, `${part}.json`));
  const config = hasConfig ? readJson(walk.source, `${part}.json`, walk.errors) : {};
  const usingComponents = resolveAll(walk, part, config);
  const componentGenerics = resolveGenerics(walk, part, config.componentGenerics || {});
  walk.parts.push({ path: part, isPage, config: { ...config, usingComponents, componentGenerics } });
}

function resolveAll(walk, part, config) {
  const own = config.usingComponents || {};
  const using = {};
  for (const [tag, spec] of Object.entries({ ...walk.app.usingComponents, ...own })) {
    const from = own[tag] === spec ? part : 'app';
    const found = resolveComponent(walk, from, spec);
    if (!found) continue;
    using[tag] = `/${found}`;
    visit(walk, found, false);
  }
  return using;
}

function resolveGenerics(walk, part, generics) {
  const resolved = {};
  for (const [name, generic] of Object.entries(generics)) {
    const found = generic?.default && resolveComponent(walk, part, generic.default);
    if (found) visit(walk, found, false);
    resolved[name] = found ? { default: `/${found}` } : true;
  }
  return resolved;
}

function resolveComponent(walk, from, spec) {
  const relative = path.posix.join(path.posix.dirname(from), spec);
  const candidates = spec.startsWith('/') ? [spec.slice(1)] : [relative, `miniprogram_npm/${spec}`];
  for (const candidate of candidates.flatMap((one) => [one, `${one}/index`])) {
    if (fs.existsSync(path.join(walk.source, `${candidate}.wxml`))) return candidate;
  }
  walk.errors.push(`${from}.json:1 component not found: ${spec}`);
  return null;
}

function readJson(source, file, errors) {
  let text = '';
  try {
    text = fs.readFileSync(path.join(source, file), 'utf8');
    return JSON.parse(text);
  } catch (error) {
    const position = Number(/position (\d+)/.exec(error.message)?.[1] || 0);
    errors.push(`${file}:${text.slice(0, position).split('\n').length} ${error.message}`);
    return {};
  }
}
