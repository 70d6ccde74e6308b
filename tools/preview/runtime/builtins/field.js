// input and textarea over the browser's own fields.
import { pressOpenType } from '../wx/open-types.js';
import { define, emit, handOnLabels, muffle, put } from './define.js';

const INPUT_MODES = { number: 'numeric', digit: 'decimal', tel: 'tel' };
const ENTER_KEYS = { done: 'done', go: 'go', next: 'next', search: 'search', send: 'send' };
const SHARED = {
  value: null, name: '', placeholder: '', placeholderStyle: '', placeholderClass: '', maxlength: 140,
  disabled: false, focus: false, autoFocus: false, confirmType: 'done', confirmHold: false, cursorSpacing: 0,
  adjustPosition: true, cursor: -1, selectionStart: -1, selectionEnd: -1, holdKeyboard: false,
  alwaysEmbed: false,
};

export function defineFields() {
  define('input', { ...field('input'), properties: { ...SHARED, type: 'text', password: false } });
  define('textarea', {
    ...field('textarea'),
    properties: {
      ...SHARED, autoHeight: false, fixed: false, showConfirmBar: true, disableDefaultPadding: false,
    },
  });
}

function field(tag) {
  return {
    attached(host) {
      this.inner = document.createElement(tag);
      this.inner.className = 'phone-field';
      host.append(this.inner);
      handOnLabels(host, this.inner);
      listen(this);
    },
    changed(host) {
      show(this, host);
    },
    methods: {
      reset() {
        put(this, { value: '' });
      },
      fieldValue() {
        return this.inner.value;
      },
    },
  };
}

function listen(field) {
  const { inner } = field;
  muffle(inner, 'input', 'change');
  inner.addEventListener('input', () => typed(field));
  inner.addEventListener('focus', () => {
    if (field.data.type === 'nickname') pressOpenType('nickname', field);
    emit(field, 'focus', { value: inner.value, height: 0 });
  });
  inner.addEventListener('blur', () => {
    emit(field, 'blur', { value: inner.value, cursor: inner.selectionStart });
  });
  inner.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || inner.tagName === 'TEXTAREA') return;
    emit(field, 'confirm', { value: inner.value });
    if (!field.data.confirmHold) inner.blur();
  });
}

function typed(field) {
  const { inner } = field;
  put(field, { value: inner.value });
  emit(field, 'input', { value: inner.value, cursor: inner.selectionStart, keyCode: 0 });
}

function show(field, host) {
  const { inner, data } = field;
  const value = data.value === null || data.value === undefined ? '' : String(data.value);
  if (inner.value !== value) inner.value = value;
  inner.placeholder = data.placeholder;
  inner.disabled = data.disabled;
  inner.enterKeyHint = ENTER_KEYS[data.confirmType] || 'done';
  if (data.maxlength >= 0) inner.maxLength = data.maxlength;
  else inner.removeAttribute('maxlength');
  if (inner.tagName === 'INPUT') {
    inner.type = data.password ? 'password' : 'text';
    inner.inputMode = INPUT_MODES[data.type] || 'text';
  }
  host.toggleAttribute('auto-height', Boolean(data.autoHeight));
  if (data.focus || data.autoFocus) inner.focus();
}
