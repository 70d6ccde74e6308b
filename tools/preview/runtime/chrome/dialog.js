// Windows over the page: a dialog with an answer, a sheet of choices, a passing word.

/** @param {string} tag @param {string} className @param {string} [text] */
function node(tag, className, text = '') {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function button(text, className, onclick) {
  const made = /** @type {HTMLButtonElement} */ (node('button', className, text));
  made.type = 'button';
  made.onclick = onclick;
  return made;
}

/** How large the page below is drawn. */
function pageScale() {
  /** @type {HTMLElement | null} */
  const page = document.querySelector('.phone-page-shown [style*="--scale"]');
  return page?.style.getPropertyValue('--scale').trim() || '1';
}

/** @param {HTMLElement} panel @param {string} label */
function raise(panel, label, className) {
  const shade = node('div', `phone-shade ${className}`);
  shade.style.setProperty('--phone-scale', pageScale());
  panel.setAttribute('role', 'dialog');
  panel.setAttribute('aria-modal', 'true');
  panel.setAttribute('aria-label', label);
  shade.append(panel);
  document.body.append(shade);
  panel.tabIndex = -1;
  panel.focus({ preventScroll: true });
  return shade;
}

/**
 * @param {{ title?: string, content?: string | HTMLElement, confirmText?: string, cancelText?: string,
 *   showCancel?: boolean }} options
 * @returns {Promise<boolean>} whether she confirmed
 */
export function ask({ title = '', content = '', confirmText = '确定', cancelText = '取消', showCancel = true }) {
  return new Promise((resolve) => {
    const panel = node('div', 'phone-dialog');
    const body = typeof content === 'string' ? node('p', 'phone-dialog-text', content) : content;
    const buttons = node('div', 'phone-dialog-buttons');
    const close = (answer) => {
      shade.remove();
      resolve(answer);
    };
    if (showCancel) buttons.append(button(cancelText, 'phone-dialog-cancel', () => close(false)));
    buttons.append(button(confirmText, 'phone-dialog-confirm', () => close(true)));
    if (title) panel.append(node('h2', 'phone-dialog-title', title));
    panel.append(body, buttons);
    const shade = raise(panel, title || panel.textContent, 'phone-shade-middle');
  });
}

/** @param {string} title @param {string[]} items @returns {Promise<number | null>} */
export function choose(title, items, chosen = -1) {
  return new Promise((resolve) => {
    const panel = node('div', 'phone-sheet');
    const list = node('div', 'phone-sheet-list');
    const close = (answer) => {
      shade.remove();
      resolve(answer);
    };
    items.forEach((item, index) => {
      const row = button(item, 'phone-sheet-item', () => close(index));
      if (index === chosen) row.setAttribute('aria-current', 'true');
      list.append(row);
    });
    if (title) panel.append(node('h2', 'phone-dialog-title', title));
    panel.append(list, button('取消', 'phone-sheet-cancel', () => close(null)));
    const shade = raise(panel, title || '请选择', 'phone-shade-bottom');
  });
}

let passing = null;
let alarm = 0;

/** @param {string} text @param {number} [duration] how long; without it until it is taken away */
export function say(text, duration) {
  stopSaying();
  passing = node('div', 'phone-toast', text);
  passing.setAttribute('role', 'status');
  document.body.append(passing);
  if (duration) alarm = window.setTimeout(stopSaying, duration);
}

export function stopSaying() {
  clearTimeout(alarm);
  passing?.remove();
  passing = null;
}
