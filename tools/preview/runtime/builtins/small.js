// progress, slider, and what a page says of itself.
import { define, emit, handOnLabels, muffle, put } from './define.js';

export function defineSmallThings() {
  define('progress', {
    properties: {
      percent: 0, strokeWidth: null, activeColor: '', backgroundColor: '', showInfo: false, active: false,
    },
    attached(host) {
      host.setAttribute('role', 'progressbar');
      this.inner = document.createElement('div');
      host.append(this.inner);
    },
    changed: showProgress,
  });
  define('slider', {
    properties: {
      min: 0, max: 100, step: 1, value: 0, disabled: false, showValue: false, name: '', activeColor: '',
    },
    attached: attachSlider,
    changed() {
      const { min, max, step, value, disabled } = this.data;
      Object.assign(this.inner, { min, max, step, disabled, value });
    },
    methods: {
      fieldValue() {
        return this.data.value;
      },
      reset() {
        put(this, { value: this.data.min });
      },
    },
  });
  define('page-meta', { properties: { pageStyle: '' }, changed: stylePage });
}

/** The style of the page as a whole: what scrolls here, as WeChat's window does there.
 * @this {any} @param {HTMLElement} host */
function stylePage(host) {
  const scroller = /** @type {HTMLElement | null} */ (host.closest('.phone-scroller'));
  if (scroller) scroller.style.cssText = this.data.pageStyle;
}

/** @this {any} @param {HTMLElement} host */
function showProgress(host) {
  const { percent, strokeWidth, activeColor, backgroundColor } = this.data;
  host.setAttribute('aria-valuenow', String(percent));
  host.style.height = `${strokeWidth || 6}px`;
  host.style.background = backgroundColor;
  this.inner.style.cssText = `height: 100%; width: ${percent}%; background: ${activeColor || '#09bb07'}`;
}

/** @this {any} @param {HTMLElement} host */
function attachSlider(host) {
  this.inner = document.createElement('input');
  this.inner.type = 'range';
  this.inner.className = 'phone-slider';
  host.append(this.inner);
  handOnLabels(host, this.inner);
  muffle(this.inner, 'input', 'change');
  this.inner.addEventListener('input', () => emit(this, 'changing', { value: Number(this.inner.value) }));
  this.inner.addEventListener('change', () => {
    put(this, { value: Number(this.inner.value) });
    emit(this, 'change', { value: this.data.value });
  });
}
