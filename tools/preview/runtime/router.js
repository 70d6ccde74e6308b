// The page stack, with WeChat's rules and the words of its refusals.
import { drawNavigationBar } from './chrome/navigation-bar.js';
import { OpenPage } from './page.js';
import { preview } from './preview.js';
import { formatPageUrl, parsePageUrl } from './url.js';

const PAGES_MAX = 10;
/** @type {OpenPage[]} */
const stack = [];
/** Tab pages stay alive while another tab is shown. @type {Map<string, OpenPage>} */
const keptTabs = new Map();
let program;

/** @param {any} built what the builder wrote */
export function startRouter(built) {
  program = built;
}

export function topPage() {
  return stack.at(-1);
}

/** @param {string} path */
function isTab(path) {
  return (program.app.tabBar?.list || []).some((tab) => tab.pagePath === path);
}

export function navigateTo({ url }) {
  const wanted = existing(url);
  if (isTab(wanted.path)) throw new Error('can not navigateTo a tabbar page');
  if (stack.length >= PAGES_MAX) throw new Error(`page limit exceeded: ${PAGES_MAX}`);
  topPage()?.hide();
  open(wanted);
}

export function redirectTo({ url }) {
  const wanted = existing(url);
  if (isTab(wanted.path)) throw new Error('can not redirectTo a tabbar page');
  closeTop();
  open(wanted);
}

export function navigateBack({ delta = 1 } = {}) {
  if (stack.length < 2) throw new Error('cannot navigate back at first page');
  const count = Math.min(delta, stack.length - 1);
  for (let index = 0; index < count; index += 1) closeTop();
  showTop();
}

export function reLaunch({ url }) {
  const wanted = existing(url);
  while (stack.length) closeTop();
  for (const page of keptTabs.values()) page.unload();
  keptTabs.clear();
  open(wanted);
}

export function switchTab({ url }) {
  const { path } = existing(url);
  if (!isTab(path)) throw new Error('can not switch to no-tabBar page');
  if (topPage()?.path === path) return;
  while (stack.length > 1) closeTop();
  const last = stack.pop();
  if (last && keptTabs.get(last.path) === last) last.hide();
  else last?.unload();
  const kept = keptTabs.get(path);
  if (!kept) return open({ path, query: {} });
  stack.push(kept);
  showTop();
}

function existing(url) {
  const wanted = parsePageUrl(String(url), topPage()?.path);
  if (!program.pages.includes(wanted.path)) throw new Error(`page "${wanted.path}" is not found`);
  return wanted;
}

function open({ path, query }) {
  const own = program.parts.find((part) => part.path === path).config;
  const page = new OpenPage({ path, query, config: { ...program.app.window, ...own } });
  stack.push(page);
  tell();
  if (isTab(path)) {
    keptTabs.set(path, page);
    if (program.tabBar) page.addTabBar(program.tabBar);
  }
  page.load();
  // A page may leave again while it loads.
  if (topPage() === page) showTop();
}

function showTop() {
  tell();
  drawBar();
  history.replaceState(null, '', `#${formatPageUrl(topPage())}`);
  topPage().show();
}

export function drawBar() {
  const isLowest = stack.length === 1;
  drawNavigationBar(topPage(), {
    goBack: isLowest ? null : () => navigateBack(),
    goHome: isLowest && !isStart(topPage().path) ? () => reLaunch({ url: `/${program.pages[0]}` }) : null,
  });
}

/** Where nothing lies behind, WeChat shows the way home, except on the first page and on tabs. @param {string} path */
function isStart(path) {
  return path === program.pages[0] || isTab(path);
}

function closeTop() {
  const page = stack.pop();
  tell();
  if (keptTabs.get(page.path) === page) keptTabs.delete(page.path);
  page.unload();
}

function tell() {
  preview.pages.splice(0, preview.pages.length, ...stack.map((page) => page.instance));
}
