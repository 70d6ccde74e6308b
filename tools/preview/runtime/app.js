// The app object and how it is entered: `App`, `getApp`, launch and enter options, coming and going.
import { callHook } from './page.js';
import { recordError } from './preview.js';

const FROM_SEARCH = 1001;
const app = {};
const listeners = { show: new Set(), hide: new Set(), error: new Set() };
/** How the mini-program was started, and how it was entered last. */
export const entered = { launch: null, latest: null };

export function defineAppGlobals() {
  window.App = (definition) => {
    Object.assign(app, definition);
  };
  window.getApp = () => app;
  addEventListener('error', (event) => fail(event.error || event.message));
  addEventListener('unhandledrejection', (event) => fail(event.reason));
}

function fail(error) {
  const reason = error instanceof Error || typeof error !== 'object' ? error : JSON.stringify(error);
  recordError(reason);
  const text = String(error?.stack || reason);
  callHook(app, 'onError', text);
  listeners.error.forEach((listener) => listener(text));
}

/** @param {{ path: string, query: Record<string, string>, scene?: number }} where */
export function launchApp(where) {
  entered.launch = options(where);
  entered.latest = entered.launch;
  callHook(app, 'onLaunch', entered.launch);
  callHook(app, 'onShow', entered.launch);
}

/** Come back to the app, which kept running. @param {any} [where] */
export function enterApp(where) {
  if (where) entered.latest = options(where);
  callHook(app, 'onShow', entered.latest);
  listeners.show.forEach((listener) => listener(entered.latest));
}

export function leaveApp() {
  callHook(app, 'onHide');
  listeners.hide.forEach((listener) => listener());
}

/** @param {any} where @returns {boolean} whether the app took the missing page into its own hands */
export function tellPageNotFound(where) {
  if (typeof app.onPageNotFound !== 'function') return false;
  callHook(app, 'onPageNotFound', { ...where, isEntryPage: true });
  return true;
}

function options({ path, query, scene = FROM_SEARCH }) {
  return { path, query, scene, referrerInfo: {}, shareTicket: undefined };
}

export const appEvents = {
  onAppShow: (listener) => listeners.show.add(listener),
  offAppShow: (listener) => listeners.show.delete(listener),
  onAppHide: (listener) => listeners.hide.add(listener),
  offAppHide: (listener) => listeners.hide.delete(listener),
  onError: (listener) => listeners.error.add(listener),
  offError: (listener) => listeners.error.delete(listener),
};
