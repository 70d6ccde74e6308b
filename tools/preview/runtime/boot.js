// Starts a built mini-program in the phone page.
import { defineAppGlobals, enterApp, launchApp, leaveApp, tellPageNotFound } from './app.js';
import { registerBuiltins } from './builtins/index.js';
import { registerPart, startEngine } from './engine.js';
import { configure, preview, recordError, watchSettings } from './preview.js';
import { reLaunch, startRouter, topPage } from './router.js';
import { formatPageUrl, parsePageUrl } from './url.js';
import { forgetFiles } from './wx/files.js';
import { forgetSubscriptions } from './wx/subscriptions.js';
import { clearPhone } from './wx/storage.js';
import { answerScan } from './wx/scan.js';
import { installWx } from './wx/surface.js';
import { showMissingPage } from './chrome/missing-page.js';

const SCANNED = 1047;
const SCAN_PAGE = 'pages/scan/scan';

/** @param {any} built what the builder wrote */
export function boot(built) {
  Object.assign(preview, { configure, launch, scan, reset });
  window.__preview = preview;
  defineAppGlobals();
  installWx(built);
  window.getCurrentPages = () => [...preview.pages];
  startEngine(built.templates);
  registerBuiltins();
  startRouter(built);
  watchSettings(follow);
  followBrowser();
  const where = wanted(built);
  runScripts(built, where);
  openFirst(built, where);
  preview.ready = true;
}

function wanted(built) {
  const hash = location.hash.slice(1);
  return parsePageUrl(hash || `/${built.pages[0]}`);
}

function runScripts(built, where) {
  attempt(built.loadApp);
  launchApp(where);
  for (const part of built.parts) registerPart(part, () => attempt(built.load[part.path]));
}

function attempt(load) {
  try {
    load();
  } catch (error) {
    recordError(error);
  }
}

function openFirst(built, where) {
  if (built.pages.includes(where.path)) return reLaunch({ url: formatPageUrl(where) });
  if (tellPageNotFound(where)) return undefined;
  showMissingPage(where.path);
  return undefined;
}

/** Enter from outside while it runs, as a card or a code in WeChat does. */
function launch(path, query = {}, scene) {
  const where = { path: path.replace(/^\//, ''), query, scene };
  enterApp(where);
  reLaunch({ url: formatPageUrl(where) });
}

/** Hold a code before the phone: answers an open wx.scanCode, else WeChat itself scans and opens the app. */
function scan(text) {
  if (!answerScan(text)) launch(SCAN_PAGE, { scene: encodeURIComponent(text) }, SCANNED);
}

/** A phone fresh from the shop. */
function reset() {
  clearPhone();
  forgetFiles();
  forgetSubscriptions();
  startAgain();
}

function startAgain() {
  history.replaceState(null, '', location.pathname);
  location.reload();
}

function follow(changed) {
  if ('person' in changed) startAgain();
  else if ('fontSizeSetting' in changed) comeBack();
}

/** The font size is set outside of WeChat: the person leaves and returns. */
function comeBack() {
  leave();
  enter();
}

function leave() {
  topPage()?.tell('hide');
  leaveApp();
}

function enter() {
  enterApp();
  topPage()?.tell('show');
}

function followBrowser() {
  document.addEventListener('visibilitychange', () => (document.hidden ? leave() : enter()));
  addEventListener('hashchange', () => {
    const where = parsePageUrl(location.hash.slice(1));
    launch(where.path, where.query);
  });
}
