// form and label.
import { descendants, isBuiltin } from '../engine.js';
import { define, emit } from './define.js';

const FIELDS = ['input', 'textarea', 'switch', 'picker', 'slider', 'checkbox-group', 'radio-group'];
const LABELLED = ['checkbox', 'radio', 'switch', 'input', 'textarea', 'button'];

export function defineForm() {
  define('form', {
    properties: { reportSubmit: false, reportSubmitTimeout: 0 },
    methods: {
      submit() {
        const pairs = named(this).map((field) => [field.data.name, valueOf(field)]);
        emit(this, 'submit', { value: Object.fromEntries(pairs) });
      },
      reset() {
        named(this).forEach((field) => field.reset?.());
        emit(this, 'reset', {});
      },
    },
  });
  define('label', {
    properties: { for: '' },
    attached() {
      this._$.addListener('tap', (event) => passOn(this, event));
    },
  });
}

/** Built-in fields, and components of the mini-program that act as one. */
function named(form) {
  const isOwn = (component) => !component.is.startsWith('builtin/') && 'value' in component.data;
  const isField = (component) => component.data.name && (isBuiltin(component, ...FIELDS) || isOwn(component));
  return descendants(form, isField);
}

function valueOf(field) {
  return field.fieldValue ? field.fieldValue() : field.data.value;
}

function passOn(label, event) {
  const original = event.getOriginalEvent?.();
  if (original?.target?.closest?.('.phone-toggle, .phone-field, wx-button')) return;
  const inside = descendants(label, (component) => isBuiltin(component, ...LABELLED));
  const target = label.data.for ? elsewhere(label) : inside[0];
  if (target?.press) target.press();
  else target?.inner?.focus();
}

function elsewhere(label) {
  const found = label._$.ownerShadowRoot?.getElementById(label.data.for);
  return found?.getMethodCaller?.();
}
