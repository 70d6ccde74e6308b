// The component engine: registers what the mini-program defines and makes instances of it.
import * as adapter from 'glass-easel-miniprogram-adapter';
import { BUILTIN_NAMES } from '../builder/names.mjs';
import { preview, recordError } from './preview.js';
import { bytesCarried } from './carriage.js';
import { inTap } from './tap.js';

const { glassEasel } = adapter;
const BUILTIN = 'builtin/';
const prefixed = new Set(BUILTIN_NAMES);
const environment = new adapter.MiniProgramEnv();
const space = environment.createCodeSpace('', true);
const dom = new glassEasel.CurrentWindowBackendContext();
/** Behaviours that WeChat brings. */
const ownBehaviors = {};
let backend;
let templates;

/** @param {Record<string, any>} compiled */
export function startEngine(compiled) {
  templates = compiled;
  glassEasel.globalOptions.throwGlobalError = false;
  glassEasel.addGlobalErrorListener((error) => {
    recordError(error);
    return false;
  });
  dom.document = /** @type {any} */ ({
    createElement: (tag) => document.createElement(prefixed.has(tag) ? `wx-${tag}` : tag),
    createTextNode: (text) => document.createTextNode(text),
    createDocumentFragment: () => document.createDocumentFragment(),
  });
  dom.onEvent(dispatch);
  backend = environment.associateBackend(dom);
  space.setOverallBehavior(readyAfterAttached());
  space.componentEnv('own-behaviors', ({ Behavior }) => defineOwnBehaviors(Behavior));
  adapter.component.ComponentCaller.prototype.setData = carriedSetData;
  glassEasel.Element.prototype.updateAttribute = updateAttribute;
}

/** The engine leaves `ready` to its host: after the page was shown, before its onReady. */
function readyAfterAttached() {
  return space.getComponentSpace().defineBehavior({
    lifetimes: {
      /** @this {any} */
      attached() {
        queueMicrotask(() => this._$.triggerLifetime('ready', []));
      },
    },
  });
}

function defineOwnBehaviors(Behavior) {
  const properties = { name: String, value: { type: null, value: '' } };
  ownBehaviors['wx://form-field'] = Behavior({ properties });
  for (const name of ['wx://form-field-group', 'wx://form-field-button', 'wx://component-export']) {
    ownBehaviors[name] = Behavior({});
  }
}

/** What setData takes must reach WeChat's other thread as JSON. */
function carriedSetData(data, done) {
  const bytes = bytesCarried(data);
  preview.setDataLog.push({ page: rootOf(this._$).is, component: this.is, bytes });
  const present = Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
  if (Object.keys(present).length < Object.keys(data).length) {
    console.warn(`${this.is}: setData was given undefined, which WeChat leaves out`);
  }
  this._$.setData(present);
  if (done) queueMicrotask(() => done.call(this));
}

/** The page, or the tab bar, that a component stands in. */
function rootOf(component) {
  return component.ownerShadowRoot ? rootOf(component.ownerShadowRoot.getHostNode()) : component;
}

function updateAttribute(name, value) {
  const isWord = name.startsWith('aria-') && typeof value === 'boolean';
  const isAbsent = value === undefined || value === null || (name === 'hidden' && !value);
  this.setAttribute(name === 'aria-role' ? 'role' : name, isWord ? String(value) : isAbsent ? false : value);
}

/** A browser event on its way into the engine. */
function dispatch(target, type, detail, options) {
  const original = options.originalEvent;
  if (type === 'tap') keepClickFromFollowing(original);
  if (type === 'tap' && original.target.closest('wx-button[disabled]')) return 0;
  const event = new glassEasel.Event(type, detail, options);
  Object.assign(event, touchesOf(original));
  const tell = () => glassEasel.Event.dispatchEvent(target, event);
  if (type === 'tap') inTap(tell);
  else tell();
  return event.defaultPrevented() ? 1 : 0;
}

/** A browser clicks after a touch, when something else may lie under the finger. Its own fields need it. */
function keepClickFromFollowing(original) {
  const isTouch = original.type === 'touchend' && original.cancelable;
  if (isTouch && !original.target.closest('input, textarea, select, button')) original.preventDefault();
}

function touchesOf(original) {
  if (original?.changedTouches) {
    return { touches: [...original.touches], changedTouches: [...original.changedTouches] };
  }
  if (original?.clientX === undefined) return {};
  const { clientX, clientY, pageX, pageY } = original;
  return { touches: [], changedTouches: [{ identifier: 0, clientX, clientY, pageX, pageY }] };
}

/** @param {import('../builder/project.mjs').Part & { scope: string }} part @param {() => void} run */
export function registerPart(part, run) {
  const component = part.isPage ? Boolean(part.config.component) : true;
  const usual = /** @type {any} */ (part.isPage ? { styleIsolation: 'shared' } : {});
  space.addComponentStaticConfig(part.path, { ...usual, ...part.config, component });
  space.addCompiledTemplate(part.path, { groupList: templates, content: templates[part.path] });
  if (part.scope) space.addStyleSheet(part.path, undefined, part.scope);
  space.componentEnv(part.path, (makers) => {
    for (const name of ['Page', 'Component', 'Behavior']) {
      window[name] = (definition) => makers[name](withOwnBehaviors(definition));
    }
    window.Behavior.trait = makers.Behavior.trait;
    run();
  });
}

function withOwnBehaviors(definition) {
  if (!definition?.behaviors) return definition;
  const behaviors = definition.behaviors.map((one) => (typeof one === 'string' ? ownBehaviors[one] : one));
  return { ...definition, behaviors };
}

/** @param {string} name @param {{ properties: any, methods: any, attached: any, changed: any }} definition */
export function registerBuiltin(name, { properties, methods, attached, changed }) {
  const path = BUILTIN + name;
  space.addComponentStaticConfig(path, /** @type {any} */ ({ component: true, styleIsolation: 'shared' }));
  space.addCompiledTemplate(path, { groupList: templates, content: templates.builtin });
  const observers = { '**': changed };
  space.component(path).definition({ properties, observers, lifetimes: { attached }, methods }).register();
  const components = space.getComponentSpace();
  components.setGlobalUsingComponent(name, components.getComponentByUrl(`/${path}`, ''));
}

/** @param {string} tag @param {string} path @param {HTMLElement} parent */
export function createRoot(tag, path, parent) {
  const root = backend.createRoot(tag, space, path);
  const placeholder = document.createElement('span');
  parent.append(placeholder);
  root.attach(parent, placeholder);
  const component = root.getComponent();
  return {
    instance: root.get(),
    element: component.$$,
    release: () => root.release(),
    triggerPageLifetime: (name, details = []) => component.triggerPageLifetime(name, details),
  };
}

/** @param {any} component @returns {boolean} */
export function isBuiltin(component, ...names) {
  return glassEasel.Component.isComponent(component) && names.some((name) => component.is === BUILTIN + name);
}

/** @param {any} instance @param {string} name @returns {any} the nearest built-in of that name around it */
export function closest(instance, name) {
  let element = instance._$;
  while (element && !isBuiltin(element, name)) element = element.getComposedParent();
  return element ? element.getMethodCaller() : null;
}

/** @param {any} instance @param {(component: any) => boolean} fits @returns {any[]} instances below it */
export function descendants(instance, fits) {
  const found = [];
  const walk = (element) =>
    element.forEachComposedChild?.((child) => {
      if (glassEasel.Component.isComponent(child) && fits(child)) found.push(child.getMethodCaller());
      walk(child);
    });
  walk(instance._$);
  return found;
}
