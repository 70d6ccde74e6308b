// picker: sheets and dialogs of the phone.
import { ask, choose } from '../chrome/dialog.js';
import { define, emit, makePressable, put } from './define.js';

const TITLE = '请选择';

export function definePicker() {
  define('picker', {
    properties: {
      mode: 'selector', range: null, rangeKey: '', value: null, start: '', end: '', fields: 'day',
      disabled: false, name: '', headerText: '',
    },
    attached(host) {
      makePressable(host, 'button');
      this._$.addListener('tap', () => open(this));
    },
    methods: {
      fieldValue() {
        return this.data.value;
      },
      reset() {
        put(this, { value: null });
      },
    },
  });
}

async function open(picker) {
  if (picker.data.disabled) return;
  const value = await WAYS[picker.data.mode](picker.data);
  if (value === null) {
    emit(picker, 'cancel', {});
    return;
  }
  put(picker, { value });
  emit(picker, 'change', { value });
}

function labels(range, rangeKey) {
  return (range || []).map((item) => String(rangeKey ? item[rangeKey] : item));
}

/** WeChat answers the index as a text. */
async function selector({ range, rangeKey, value, headerText }) {
  const index = await choose(headerText || TITLE, labels(range, rangeKey), Number(value ?? -1));
  return index === null ? null : String(index);
}

async function multiSelector({ range, rangeKey, value, headerText }) {
  const selects = (range || []).map((column, index) => {
    const select = document.createElement('select');
    select.className = 'phone-picker-field';
    labels(column, rangeKey).forEach((label, at) => select.add(new Option(label, String(at))));
    select.selectedIndex = value?.[index] ?? 0;
    return select;
  });
  const isChosen = await ask({ title: headerText || TITLE, content: box(selects) });
  return isChosen ? selects.map((select) => select.selectedIndex) : null;
}

function byField(type) {
  return async ({ value, start, end, fields, headerText }) => {
    const input = document.createElement('input');
    input.type = type === 'date' && fields === 'month' ? 'month' : type;
    input.className = 'phone-picker-field';
    input.setAttribute('aria-label', headerText || TITLE);
    Object.assign(input, { value: value || '', min: start, max: end });
    const isChosen = await ask({ title: headerText || TITLE, content: box([input]) });
    return isChosen && input.value ? input.value : null;
  };
}

function box(fields) {
  const made = document.createElement('div');
  made.className = 'phone-picker-fields';
  made.append(...fields);
  return made;
}

const WAYS = { selector, multiSelector, date: byField('date'), time: byField('time') };
