// Compiles WXML and WXS into one JavaScript expression: a map from path to template.
import fs from 'node:fs';
import path from 'node:path';
import { TmplGroup } from 'glass-easel-template-compiler';

// `bindtap` without a colon is not bound on plain nodes by the engine; WeChat binds it.
const EVENT_WITHOUT_COLON = /(\s)(capture-bind|capture-catch|mut-bind|bind|catch)(?=[a-zA-Z])([\w-]+\s*=)/g;
// Every node may carry these, whatever its component declares: set as an attribute, never as a property.
const UNIVERSAL_ATTRIBUTE = /\bO\(N,"(aria-[\w-]+|role|hidden)",/g;

/** @param {import('./project.mjs').Project} project @returns {string} */
export function compileTemplates(project) {
  const group = new TmplGroup();
  const walk = { project, group, seen: new Set() };
  for (const part of project.parts) addTemplate(walk, part.path, `${part.path}.wxml`);
  group.addTmpl('builtin', '<slot/>');
  return group.getTmplGenObjectGroups().replace(UNIVERSAL_ATTRIBUTE, 'R.a(N,"$1",');
}

function addTemplate(walk, name, user) {
  if (walk.seen.has(`${name}.wxml`)) return;
  const text = readOnce(walk, `${name}.wxml`, user);
  if (text === null) return;
  for (const found of walk.group.addTmpl(name, text.replace(EVENT_WITHOUT_COLON, '$1$2:$3')) || []) {
    const line = `${name}.wxml:${found.startLine + 1}:${found.startColumn + 1} ${found.message}`;
    (found.isError ? walk.project.errors : walk.project.warnings).push(line);
  }
  for (const other of walk.group.getDirectDependencies(name)) addTemplate(walk, other, `${name}.wxml`);
  for (const script of walk.group.getScriptDependencies(name)) addScript(walk, script, `${name}.wxml`);
}

function addScript(walk, script, user) {
  const name = script.replace(/\.wxs$/, '');
  if (walk.seen.has(`${name}.wxs`)) return;
  const text = readOnce(walk, `${name}.wxs`, user);
  if (text === null) return;
  walk.group.addScript(name, asPlainScript(text));
  for (const [, required] of text.matchAll(/require\(\s*['"]([^'"]+)['"]\s*\)/g)) {
    addScript(walk, path.posix.join(path.posix.dirname(name), required), `${name}.wxs`);
  }
}

/** WXS compares constructors with words and names modules with their extension; plain scripts do neither. */
function asPlainScript(text) {
  return text
    .replace(/(require\(\s*['"][^'"]+?)\.wxs(['"]\s*\))/g, '$1$2')
    .replace(/([\w$]+(?:\.[\w$]+|\[[^\]]*\])*)\.constructor\b/g, 'wxsTypeOf($1)');
}

function readOnce(walk, file, user) {
  walk.seen.add(file);
  const full = path.join(walk.project.source, file);
  if (fs.existsSync(full)) return fs.readFileSync(full, 'utf8');
  if (file !== user) walk.project.errors.push(`${user}:1 ${file} is not found`);
  return null;
}
