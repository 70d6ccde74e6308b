// What the service's own API document (OpenAPI) says of an answer, and an example answer of that very shape.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { madeOnce } from './made-once.mjs';
import { ROOT } from './system.mjs';

const PRINT_DOCUMENT = `
import sys
from config.settings import Settings
from server.app import create_app

var = sys.argv[1]
settings = Settings.from_env({"VAR_DIR": var, "DATABASE_URL": f"sqlite:///{var}/empty.sqlite3"})
print(create_app(settings).test_client().get("/openapi.json").text)
`;
const PREFIX = '/api/v1';
const DAY_MS = 24 * 60 * 60 * 1000;
const SOON = new Date(Date.now() + DAY_MS).toISOString();
const EXAMPLES = { string: '示例', integer: 1, boolean: false };
const LAST_PAGE = { next_after: null };
const FORMATS = { 'date-time': SOON, date: SOON.slice(0, 10) };

/**
 * @typedef {{ method: string, template: string, status: number, schema: any,
 *   accepts: (path: string) => boolean }} Operation
 */

const api = JSON.parse(fs.readFileSync(await madeOnce('openapi.json', printDocument), 'utf8'));
/** @type {Operation[]} fixed addresses before those with ids in them */
export const operations = Object.entries(api.paths)
  .flatMap(([address, methods]) => Object.entries(methods).flatMap((entry) => operationOf(address, entry)))
  .sort((one, other) => one.template.split('{').length - other.template.split('{').length);

/** @param {string} place */
function printDocument(place) {
  const python = path.join(ROOT, '.venv/bin/python');
  const folder = fs.mkdtempSync(`${place}-`);
  fs.writeFileSync(place, execFileSync(python, ['-c', PRINT_DOCUMENT, folder], { cwd: ROOT, maxBuffer: 2 ** 26 }));
}

/** @param {string} address @param {[string, any]} entry @returns {Operation[]} none for what is no method */
function operationOf(address, [method, { responses }]) {
  const done = Object.keys(responses || {}).find((status) => status.startsWith('2'));
  if (!done || !address.startsWith(PREFIX)) return [];
  const template = address.slice(PREFIX.length);
  const pattern = new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`);
  const schema = responses[done].content?.['application/json']?.schema;
  const accepts = (/** @type {string} */ asked) => pattern.test(asked);
  return [{ method: method.toUpperCase(), template, status: Number(done), schema, accepts }];
}

/**
 * An example of a schema; `given` says what of it the test cares about.
 * @param {any} schema @param {any} [given]
 * @param {boolean} [isSparse] leave out everything that may be missing, instead of nothing
 * @returns {any}
 */
export function example(schema, given, isSparse = false) {
  const { $ref, anyOf } = schema;
  if ($ref) return example(api.components.schemas[$ref.split('/').pop()], given, isSparse);
  if (given === null || (given === undefined && isSparse && isNullable(schema))) return null;
  if (anyOf) return example(anyOf[0], given, isSparse);
  if (schema.properties) return exampleObject(schema.properties, given, isSparse);
  if (schema.items) return exampleList(schema.items, given, isSparse);
  return given === undefined ? exampleValue(schema) : checked(schema, given);
}

/** The words of a closed list. @param {string} schema @param {string} property @returns {string[]} */
export function enumOf(schema, property) {
  const { enum: words } = api.components.schemas[schema].properties[property];
  return words.filter((/** @type {string | null} */ word) => word !== null);
}

function checked({ enum: words }, given) {
  if (words && !words.includes(given)) throw new Error(`the service does not say ${given}`);
  return given;
}

function isNullable({ type, anyOf = [] }) {
  return [type].flat().includes('null') || anyOf.some((/** @type {any} */ one) => one.type === 'null');
}

function exampleObject(properties, given = {}, isSparse) {
  const unknown = Object.keys(given).filter((name) => !(name in properties));
  if (unknown.length) throw new Error(`the service answers no ${unknown.join(', ')}`);
  const stated = { ...LAST_PAGE, ...given };
  const shape = ([name, schema]) => [name, example(schema, stated[name], isSparse)];
  return Object.fromEntries(Object.entries(properties).map(shape));
}

/** Every word of a closed list, else one entry. */
function exampleList(items, given = items.enum || [undefined], isSparse) {
  return given.map((/** @type {any} */ entry) => example(items, entry, isSparse));
}

function exampleValue({ type, format, enum: words, const: fixed }) {
  if (fixed !== undefined) return fixed;
  if (words) return words[0];
  const [kind] = [type].flat();
  return kind === 'object' ? {} : FORMATS[format] || EXAMPLES[kind];
}
