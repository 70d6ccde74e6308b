// scroll-view, swiper and swiper-item over the browser's own scrolling.
import { descendants, isBuiltin } from '../engine.js';
import { define, emit, put } from './define.js';

export function defineScrollers() {
  define('scroll-view', {
    properties: {
      scrollX: false, scrollY: false, scrollTop: null, scrollLeft: null, scrollIntoView: '',
      upperThreshold: 50, lowerThreshold: 50, scrollWithAnimation: false, enhanced: false,
      showScrollbar: true, refresherEnabled: false, refresherTriggered: false, enableFlex: false,
      type: 'list', bounces: true, enableBackToTop: false,
    },
    attached(host) {
      // The browser's own scroll event would reach the page beside WeChat's.
      host.addEventListener('scroll', (event) => scrolled(this, host, event), { capture: true });
    },
    changed: placeScroll,
  });
  define('swiper', {
    properties: {
      current: 0, indicatorDots: false, autoplay: false, circular: false, interval: 5000, duration: 500,
      vertical: false, indicatorColor: '', indicatorActiveColor: '', previousMargin: '', nextMargin: '',
    },
    attached(host) {
      host.addEventListener('scroll', (event) => swiped(this, host, event), { capture: true });
      autoplay(this);
    },
    changed(host) {
      host.toggleAttribute('vertical', this.data.vertical);
      host.scrollTo({ left: this.data.current * host.clientWidth });
    },
  });
  define('swiper-item', { properties: { itemId: '', skipHiddenItemLayout: false } });
}

/** @this {any} @param {HTMLElement} host */
function placeScroll(host) {
  const { scrollX, scrollY, scrollTop, scrollLeft, scrollIntoView } = this.data;
  host.style.overflowX = scrollX ? 'auto' : 'hidden';
  host.style.overflowY = scrollY ? 'auto' : 'hidden';
  if (scrollTop !== null && scrollTop !== this.placedTop) host.scrollTop = scrollTop;
  if (scrollLeft !== null && scrollLeft !== this.placedLeft) host.scrollLeft = scrollLeft;
  if (scrollIntoView && scrollIntoView !== this.placedAt) {
    queueMicrotask(() => bringIntoView(this, scrollIntoView));
  }
  Object.assign(this, { placedTop: scrollTop, placedLeft: scrollLeft, placedAt: scrollIntoView });
}

function bringIntoView(scroller, id) {
  scroller._$.ownerShadowRoot?.getElementById(id)?.$$?.scrollIntoView({ block: 'start' });
}

function scrolled(scroller, host, event) {
  if (event.target !== host) return;
  event.stopImmediatePropagation();
  const { scrollTop, scrollLeft, scrollHeight, scrollWidth, clientHeight } = host;
  emit(scroller, 'scroll', { scrollTop, scrollLeft, scrollHeight, scrollWidth });
  const isNearEnd = scrollHeight - scrollTop - clientHeight <= Number(scroller.data.lowerThreshold);
  if (isNearEnd && !scroller.wasNearEnd) emit(scroller, 'scrolltolower', { direction: 'bottom' });
  scroller.wasNearEnd = isNearEnd;
}

function swiped(swiper, host, event) {
  if (event.target !== host) return;
  event.stopImmediatePropagation();
  const current = Math.round(host.scrollLeft / (host.clientWidth || 1));
  if (current === swiper.data.current) return;
  put(swiper, { current });
  emit(swiper, 'change', { current, source: 'touch' });
}

function autoplay(swiper) {
  if (!swiper.data.autoplay) return;
  const turn = setInterval(() => {
    if (!swiper._$.$$.isConnected) return clearInterval(turn);
    const count = descendants(swiper, (component) => isBuiltin(component, 'swiper-item')).length;
    const current = (swiper.data.current + 1) % (count || 1);
    put(swiper, { current });
    return emit(swiper, 'change', { current, source: 'autoplay' });
  }, swiper.data.interval);
}
