// wx.requestSubscribeMessage: WeChat asks which messages she wants, once for each tap; what she decides goes to the
// stand-in, which keeps her credit and tells the service.
import { ask } from '../chrome/dialog.js';
import { settings } from '../settings.js';
import { isInTap } from '../tap.js';
import { Failure } from './calling.js';
import { order } from './standin.js';

const TITLE = '允许发送一次下面的消息';
const ALWAYS = '总是保持以上选择，不再询问';
const TEMPLATES_MAX = 3;
/** Where WeChat keeps what this person wants always. */
const place = () => `wechat:${settings.person}:subscriptions`;
const always = () => JSON.parse(localStorage.getItem(place()) || '{}');

export function forgetSubscriptions() {
  localStorage.removeItem(place());
}

/** @param {{ tmplIds: string[] }} options @returns {Promise<Record<string, string>>} */
async function requestSubscribeMessage({ tmplIds }) {
  if (!isInTap()) throw new Failure('can only be invoked by user TAP gesture.');
  if (!tmplIds?.length) throw new Failure('TmplIds can not be empty', undefined, 10001);
  if (tmplIds.length > TEMPLATES_MAX) throw new Failure('Templates count out of max bounds', undefined, 20003);
  const answers = await decide(tmplIds);
  await order('dialogue', { answers });
  return answers;
}

async function decide(ids) {
  const kept = always();
  const open = ids.filter((id) => !(id in kept));
  const asked = open.length ? await askFor(open) : {};
  return Object.fromEntries(ids.map((id) => [id, kept[id] || asked[id]]));
}

async function askFor(ids) {
  const titles = await titlesOf();
  const boxes = ids.map((id) => checkbox(titles[id] || id, true));
  const keeps = checkbox(ALWAYS, false);
  const content = document.createElement('div');
  content.className = 'phone-picker-fields';
  content.append(...boxes.map(({ label }) => label), keeps.label);
  const isAllowed = await ask({ title: TITLE, content, confirmText: '允许', cancelText: '取消' });
  const word = (index) => (isAllowed && boxes[index].input.checked ? 'accept' : 'reject');
  const decisions = Object.fromEntries(ids.map((id, index) => [id, word(index)]));
  if (keeps.input.checked) localStorage.setItem(place(), JSON.stringify({ ...always(), ...decisions }));
  return decisions;
}

/** @returns {Promise<Record<string, string>>} what the templates are called */
async function titlesOf() {
  const response = await fetch(new URL('/preview/catalogue', location.origin));
  const { templates = [] } = response.ok ? await response.json() : {};
  return Object.fromEntries(templates.map(({ template_id: id, title }) => [id, title]));
}

function checkbox(text, checked) {
  const label = document.createElement('label');
  const input = Object.assign(document.createElement('input'), { type: 'checkbox', checked });
  label.className = 'phone-dialog-choice';
  label.append(input, Object.assign(document.createElement('span'), { textContent: text }));
  return { label, input };
}

/** @type {import('./contract.d.ts').WxPart} */
export const subscriptions = { asynchronous: { requestSubscribeMessage } };
