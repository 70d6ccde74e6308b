// How a built-in component is written: properties with usual values, what happens on attach and change.
import { registerBuiltin } from '../engine.js';

/**
 * @typedef {object} BuiltinDefinition
 * @property {Record<string, any>} [properties] name → usual value, which gives the type; `null` accepts all
 * @property {(this: any, host: HTMLElement) => void} [attached]
 * @property {(this: any, host: HTMLElement) => void} [changed] after attach and whenever a property changed
 * @property {Record<string, (this: any) => any>} [methods]
 */

/** @param {string} name @param {BuiltinDefinition} definition */
export function define(name, { properties = {}, attached, changed, methods = {} }) {
  registerBuiltin(name, {
    properties: Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, declared(value)])),
    methods,
    /** @this {any} */
    attached() {
      attached?.call(this, this._$.$$);
      this.isAttached = true;
      changed?.call(this, this._$.$$);
    },
    /** @this {any} */
    changed() {
      if (this.isAttached) changed?.call(this, this._$.$$);
    },
  });
}

function declared(value) {
  return value === null ? { type: null, value: null } : { type: value.constructor, value };
}

/** Set data of a built-in: it lives on the page's side, nothing crosses to it. */
export function put(instance, data) {
  instance._$.setData(data);
}

/** Tell the page; such events of built-ins do not bubble. */
export function emit(instance, name, detail) {
  instance.triggerEvent(name, detail, {});
}

/** Keep a browser event of an inner element from being taken for WeChat's event of that name. */
export function muffle(element, ...names) {
  for (const name of names) element.addEventListener(name, (event) => event.stopPropagation());
}

/** Names and roles are written on the host; the element that takes the focus must bear them. */
export function handOnLabels(host, inner) {
  const hand = () => {
    for (const { name, value } of [...host.attributes]) {
      if (name.startsWith('aria-')) inner.setAttribute(name, value);
    }
  };
  hand();
  new MutationObserver(hand).observe(host, { attributes: true });
}

/** A host that is tapped like a button must also be reached and pressed without a finger. */
export function makePressable(host, role) {
  if (!host.hasAttribute('role')) host.setAttribute('role', role);
  host.tabIndex = 0;
  host.addEventListener('keydown', (event) => {
    if (event.target !== host || !['Enter', ' '].includes(event.key)) return;
    event.preventDefault();
    const at = { bubbles: true, clientX: 0, clientY: 0 };
    host.dispatchEvent(new MouseEvent('mousedown', at));
    host.dispatchEvent(new MouseEvent('mouseup', at));
  });
}
