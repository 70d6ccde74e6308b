// `window.__preview`: what the frame page and the tests may look at and change.
import { settings, storeSettings } from './settings.js';

/** What happened so far, and what a test put in the place of a wx call. */
export const preview = {
  ready: false,
  /** @type {string[]} uncaught errors */
  errors: [],
  /** @type {string[]} names of `wx` that this preview does not have */
  unknownNames: [],
  /** @type {{ name: string, options: any }[]} */
  calls: [],
  /** @type {Record<string, (options: any) => any>} */
  mock: {},
  /** @type {any[]} the page instances, the visible one last */
  pages: [],
  /** @type {{ page: string, component: string, bytes: number }[]} */
  setDataLog: [],
  /** @type {string[]} texts read aloud */
  spoken: [],
  settings,
};

/** @type {Set<(changed: Partial<typeof settings>) => void>} */
const watchers = new Set();

/** @param {(changed: Partial<typeof settings>) => void} tell */
export function watchSettings(tell) {
  watchers.add(tell);
}

/** Store settings; they take effect at once. Another person means another phone, so the page starts again. */
export function configure(partial) {
  Object.assign(settings, partial);
  storeSettings();
  watchers.forEach((tell) => tell(partial));
}

/** @param {unknown} error */
export function recordError(error) {
  const text = error instanceof Error ? error.stack || error.message : String(error);
  preview.errors.push(text);
  console.error(text);
}

/** @param {string} name */
export function recordUnknown(name) {
  if (!preview.unknownNames.includes(name)) preview.unknownNames.push(name);
}
