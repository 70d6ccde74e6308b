// button and navigator.
import { closest } from '../engine.js';
import { navigateBack, navigateTo, reLaunch, redirectTo, switchTab } from '../router.js';
import { recordError } from '../preview.js';
import { pressOpenType } from '../wx/open-types.js';
import { define, makePressable } from './define.js';

const WAYS = { navigate: navigateTo, redirect: redirectTo, switchTab, reLaunch, navigateBack };

export function defineButtons() {
  define('button', {
    properties: {
      type: 'default', size: 'default', plain: false, disabled: false, loading: false, openType: '',
      formType: '', name: '', lang: 'en', hoverClass: '', hoverStopPropagation: false, hoverStartTime: 20,
      hoverStayTime: 70,
    },
    attached(host) {
      makePressable(host, 'button');
      this._$.addListener('tap', () => press(this));
    },
    changed(host) {
      host.setAttribute('type', this.data.type);
      host.setAttribute('size', this.data.size);
      host.toggleAttribute('plain', this.data.plain);
      host.toggleAttribute('disabled', this.data.disabled);
      host.setAttribute('aria-disabled', String(this.data.disabled));
      host.setAttribute('aria-busy', String(this.data.loading));
    },
  });
  define('navigator', {
    properties: { url: '', openType: 'navigate', delta: 1, hoverClass: '', target: 'self' },
    attached(host) {
      makePressable(host, 'link');
      this._$.addListener('tap', () => follow(this.data));
    },
  });
}

function press(button) {
  const { disabled, formType, openType } = button.data;
  if (disabled) return;
  if (formType) closest(button, 'form')?.[formType]();
  if (openType) pressOpenType(openType, button);
}

function follow({ openType, url, delta }) {
  try {
    WAYS[openType]({ url, delta });
  } catch (error) {
    recordError(error);
  }
}
