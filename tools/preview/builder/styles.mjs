// Turns WXSS into one CSS file: rpx and vh, wx- elements, and the isolation of pages and components.
import fs from 'node:fs';
import path from 'node:path';
import postcss from 'postcss';
import { BUILTIN_NAMES } from './names.mjs';

const NAMES = [...BUILTIN_NAMES].sort((one, other) => other.length - one.length).join('|');
const ELEMENT = new RegExp(`(^|[\\s>+~,(])(${NAMES})(?![\\w-])`, 'g');
const CLASS = /\.(-?[_a-zA-Z\u00a0-\uffff][\w\u00a0-\uffff-]*)/g;
const SHARED = ['shared', 'page-shared'];

/** @param {import('./project.mjs').Part} part @returns {string} '' for an open scope */
export function styleScope(part) {
  const usual = part.isPage ? 'shared' : 'isolated';
  return SHARED.includes(part.config.styleIsolation || usual) ? '' : part.path.replace(/[^\w-]/g, '-');
}

/** @param {import('./project.mjs').Project} project @returns {string} */
export function compileStyles(project) {
  const sheets = [sheet(project, 'app.wxss', { page: '[data-page]' })];
  const componentsFirst = [...project.parts].sort((one, other) => Number(one.isPage) - Number(other.isPage));
  for (const part of componentsFirst) {
    const page = part.isPage ? `[data-page="${part.path}"]` : '';
    sheets.push(sheet(project, `${part.path}.wxss`, { scope: styleScope(part), page }));
  }
  return sheets.join('\n');
}

function sheet(project, file, { scope = '', page }) {
  if (!fs.existsSync(path.join(project.source, file))) return '';
  const root = inlined(project, file, []);
  root.walkDecls((declaration) => {
    declaration.value = declaration.value
      .replace(/(-?\d*\.?\d+)rpx\b/g, 'calc(var(--rpx) * $1)')
      .replace(/(-?\d*\.?\d+)vh\b/g, 'calc(var(--vh) * $1)');
    rejectLocalFile(project, file, declaration);
  });
  root.walkRules((rule) => {
    const isKeyframe = rule.parent?.type === 'atrule' && /keyframes$/.test(rule.parent.name);
    if (!isKeyframe) rule.selectors = rule.selectors.map((selector) => placed(selector, scope, page));
  });
  return root.toString();
}

/** A page's rules reach its own page only: in WeChat each page is a document of its own. */
function placed(selector, scope, page) {
  let result = selector
    .replace(/:host(?:\(([^)]*)\))?/g, (_, inner = '') => `[wx-host="${scope}"]${inner}`)
    .replace(ELEMENT, '$1wx-$2');
  if (scope) result = result.replace(CLASS, `.${scope}--$1`);
  return page ? `:where(${page}) ${result}` : result;
}

function rejectLocalFile(project, file, declaration) {
  const [, url] = /url\(\s*['"]?([^'")]+)/.exec(declaration.value) || [];
  if (!url || /^(data:|https?:|#)/.test(url)) return;
  project.errors.push(`${file}:${declaration.source.start.line} WXSS cannot load a local file: ${url}`);
}

function inlined(project, file, users) {
  const root = parsed(project, file);
  root.walkAtRules('import', (rule) => {
    const wanted = rule.params.replace(/^url\(|\)$|['"]/g, '').trim();
    const base = path.posix.dirname(file);
    const other = wanted.startsWith('/') ? wanted.slice(1) : path.posix.join(base, wanted);
    const isThere = fs.existsSync(path.join(project.source, other));
    if (!isThere) project.errors.push(`${file}:${rule.source.start.line} ${wanted} is not found`);
    rule.replaceWith(isThere && !users.includes(other) ? inlined(project, other, [...users, file]).nodes : []);
  });
  return root;
}

function parsed(project, file) {
  try {
    return postcss.parse(fs.readFileSync(path.join(project.source, file), 'utf8'), { from: file });
  } catch (error) {
    project.errors.push(`${file}:${error.line}:${error.column} ${error.reason}`);
    return postcss.root();
  }
}
