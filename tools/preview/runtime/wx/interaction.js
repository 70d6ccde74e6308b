// Words and choices over the page.
import { ask, choose, say, stopSaying } from '../chrome/dialog.js';
import { Failure } from './calling.js';

async function showModal({ title, content, editable, placeholderText, ...options }) {
  const field = editable ? textField(placeholderText, content) : null;
  const confirm = await ask({ title, content: field ? field.box : content, ...options });
  return { confirm, cancel: !confirm, ...(field && confirm ? { content: field.input.value } : {}) };
}

function textField(placeholder = '', value = '') {
  const input = document.createElement('textarea');
  Object.assign(input, { placeholder, value, className: 'phone-picker-field', rows: 3 });
  input.setAttribute('aria-label', placeholder);
  const box = document.createElement('div');
  box.className = 'phone-picker-fields';
  box.append(input);
  return { input, box };
}

async function showActionSheet({ alertText = '', itemList }) {
  const tapIndex = await choose(alertText, itemList);
  if (tapIndex === null) throw new Failure('cancel');
  return { tapIndex };
}

/** @type {import('./contract.d.ts').WxPart} */
export const interaction = {
  asynchronous: {
    showModal,
    showActionSheet,
    showToast: ({ title, duration = 1500 }) => say(title, duration),
    hideToast: stopSaying,
    showLoading: ({ title }) => say(title),
    hideLoading: stopSaying,
  },
};
