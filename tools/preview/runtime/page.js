// One page on the stack: its holder in the document, its instance and its life cycle.
import { watchPullDown } from './chrome/pull-down.js';
import { createRoot } from './engine.js';
import { recordError } from './preview.js';

/** Run a life-cycle function of a page or the app; its fault is recorded and stops nothing else. */
export function callHook(owner, name, ...details) {
  if (typeof owner[name] !== 'function') return undefined;
  try {
    return owner[name](...details);
  } catch (error) {
    recordError(error);
    return undefined;
  }
}

export class OpenPage {
  /** @param {{ path: string, query: Record<string, string>, config: Record<string, any> }} facts */
  constructor({ path, query, config }) {
    this.path = path;
    this.query = query;
    this.config = config;
    this.title = config.navigationBarTitleText || '';
    this.isReady = false;
    this.isShown = false;
    this.tabBar = null;
    this.makeHolder();
    this.root = createRoot('page', path, this.scroller);
    this.instance = this.root.instance;
    const getTabBar = () => this.tabBar?.instance || null;
    Object.assign(this.instance, { route: path, options: query, getTabBar });
  }

  makeHolder() {
    this.holder = document.createElement('div');
    this.holder.className = 'phone-page';
    this.holder.dataset.page = this.path;
    this.scroller = document.createElement('div');
    this.scroller.className = 'phone-scroller';
    this.holder.append(this.scroller);
    document.getElementById('phone-pages').append(this.holder);
    this.scroller.addEventListener('scroll', () => this.scrolled(), { passive: true });
    if (!this.config.enablePullDownRefresh) return;
    this.pullDown = watchPullDown(this.scroller, () => this.call('onPullDownRefresh'));
  }

  /** The custom tab bar stands inside the page, as in WeChat. @param {string} path */
  addTabBar(path) {
    this.tabBar = createRoot('custom-tab-bar', path, this.root.element);
  }

  load() {
    this.call('onLoad', this.query);
  }

  show() {
    this.isShown = true;
    this.holder.classList.add('phone-page-shown');
    this.tell('show');
    if (this.isReady) return;
    this.isReady = true;
    queueMicrotask(() => queueMicrotask(() => this.call('onReady')));
  }

  hide() {
    if (!this.isShown) return;
    this.isShown = false;
    this.holder.classList.remove('phone-page-shown');
    this.tell('hide');
  }

  /** Let the page and its components know, also when WeChat as a whole goes or comes. @param {'show' | 'hide'} what */
  tell(what) {
    this.call(what === 'show' ? 'onShow' : 'onHide');
    this.root.triggerPageLifetime(what);
    this.tabBar?.triggerPageLifetime(what);
  }

  unload() {
    this.call('onUnload');
    this.tabBar?.release();
    this.root.release();
    this.holder.remove();
  }

  call(name, ...details) {
    return callHook(this.instance, name, ...details);
  }

  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    this.call('onPageScroll', { scrollTop });
    const isNearEnd = scrollHeight - scrollTop - clientHeight <= (this.config.onReachBottomDistance ?? 50);
    if (isNearEnd && !this.wasNearEnd) this.call('onReachBottom');
    this.wasNearEnd = isNearEnd;
  }
}
