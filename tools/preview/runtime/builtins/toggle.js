// checkbox, radio and switch, with their groups.
import { closest, descendants, isBuiltin } from '../engine.js';
import { define, emit, handOnLabels, muffle, put } from './define.js';

export function defineToggles() {
  define('checkbox-group', {
    properties: { name: '' },
    methods: { fieldValue: checkedValues, reset: uncheckAll },
  });
  define('radio-group', {
    properties: { name: '' },
    attached: (host) => host.setAttribute('role', 'radiogroup'),
    methods: {
      fieldValue() {
        return checkedValues.call(this)[0] ?? '';
      },
      reset: uncheckAll,
    },
  });
  define('checkbox', toggle('checkbox', 'checkbox-group'));
  define('radio', toggle('radio', 'radio-group'));
  define('switch', toggle('switch', null));
}

/** @this {any} */
function toggles() {
  return descendants(this, (component) => isBuiltin(component, 'checkbox', 'radio'));
}

/** @this {any} @returns {string[]} */
function checkedValues() {
  return toggles.call(this).filter((one) => one.data.checked).map((one) => one.data.value);
}

/** @this {any} */
function uncheckAll() {
  toggles.call(this).forEach((one) => put(one, { checked: false }));
}

function toggle(kind, groupName) {
  return {
    properties: { value: '', checked: false, disabled: false, color: '', name: '', type: kind },
    attached(host) {
      this.inner = document.createElement('input');
      this.inner.type = kind === 'radio' ? 'radio' : 'checkbox';
      this.inner.className = `phone-toggle phone-${kind}`;
      if (kind === 'switch') this.inner.setAttribute('role', 'switch');
      host.prepend(this.inner);
      handOnLabels(host, this.inner);
      nameByLabel(this);
      muffle(this.inner, 'input', 'change');
      this.inner.addEventListener('change', () => turned(this, kind, groupName));
    },
    changed() {
      this.inner.checked = this.data.checked;
      this.inner.disabled = this.data.disabled;
      if (this.data.color) this.inner.style.setProperty('--phone-toggle-color', this.data.color);
    },
    methods: {
      fieldValue() {
        return this.data.checked;
      },
      reset() {
        put(this, { checked: false });
      },
      press() {
        this.inner.click();
      },
    },
  };
}

/** The words around it are its name, as the person sees it. */
function nameByLabel(toggle) {
  const label = closest(toggle, 'label');
  const host = label ? label._$.$$ : toggle._$.$$;
  if (toggle.inner.hasAttribute('aria-label')) return;
  host.id ||= `phone-label-${Math.random().toString(36).slice(2)}`;
  toggle.inner.setAttribute('aria-labelledby', host.id);
}

function turned(toggle, kind, groupName) {
  put(toggle, { checked: toggle.inner.checked });
  if (!groupName) return emit(toggle, 'change', { value: toggle.data.checked });
  const group = closest(toggle, groupName);
  if (!group) return undefined;
  if (kind === 'radio') toggles.call(group).forEach((one) => one !== toggle && put(one, { checked: false }));
  return emit(group, 'change', { value: group.fieldValue() });
}
