// The panel beside the phone: who holds it, what she scans, how large, how well connected.
const TROUBLE_CHECK_MS = 1000;
// Under this name the mini-program keeps whether 长辈版 is on.
const ELDER = 'look:elder';
const FONTS = [[16, '标准'], [18, '18'], [20, '20'], [22, '22'], [24, '最大']];
const NETWORKS = [['on', '正常'], ['slow', '很慢'], ['off', '断网']];

/** @param {string} id @returns {any} */
const byId = (id) => document.getElementById(id);
const frame = byId('phone');
const phone = () => frame.contentWindow;
const preview = () => phone().__preview;

/** @param {string} id @param {(string | number)[][]} choices @param {(value: any) => void} choose */
function showChoices(id, choices, choose) {
  const box = byId(id).querySelector('.choices');
  for (const [value, title] of choices) {
    const label = document.createElement('label');
    const input = document.createElement('input');
    Object.assign(input, { type: 'radio', name: id, value: String(value) });
    input.addEventListener('change', () => choose(value));
    label.append(input, Object.assign(document.createElement('span'), { textContent: String(title) }));
    box.append(label);
  }
}

function check(id, value) {
  const input = byId(id).querySelector(`input[value="${value}"]`);
  if (input) input.checked = true;
}

async function showCatalogue() {
  const { people, codes } = await (await fetch('catalogue')).json();
  const everybody = [{ openid: 'demo-guest', title: '一位新来的客人' }, ...people];
  byId('person').append(...everybody.map(({ openid, title }) => new Option(title, openid)));
  byId('codes').append(...codes.map(({ title, scene }) => new Option(title, scene)));
}

/** Show in the panel what the phone is set to. */
function follow() {
  const { person, fontSizeSetting, network } = preview().settings;
  byId('person').value = person;
  check('font', fontSizeSetting);
  check('network', network);
  byId('elder').checked = phone().wx.getStorageSync(ELDER) === true;
}

function scan(text) {
  if (text) preview().scan(text.trim());
}

function showTrouble() {
  const { errors = [], unknownNames = [] } = preview() || {};
  const lines = [...errors.slice(-1), ...unknownNames.map((name) => `预览里还没有 wx.${name}`)];
  byId('trouble').hidden = !lines.length;
  byId('trouble').textContent = lines.join('；');
}

function whenReady(act) {
  if (preview()?.ready) act();
  else setTimeout(() => whenReady(act), 50);
}

function listen() {
  byId('person').addEventListener('change', (event) => preview().configure({ person: event.target.value }));
  byId('codes').addEventListener('change', (event) => {
    scan(event.target.value);
    // The same code may be held before the phone again, by somebody else.
    event.target.value = '';
  });
  byId('scan').addEventListener('submit', (event) => {
    event.preventDefault();
    scan(byId('code').value);
  });
  byId('elder').addEventListener('change', (event) => phone().getApp().setElder(event.target.checked));
  byId('restart').addEventListener('click', () => phone().location.reload());
  byId('reset').addEventListener('click', () => preview().reset());
  frame.addEventListener('load', () => whenReady(follow));
  setInterval(showTrouble, TROUBLE_CHECK_MS);
}

showChoices('font', FONTS, (fontSizeSetting) => preview().configure({ fontSizeSetting }));
showChoices('network', NETWORKS, (network) => preview().configure({ network }));
await showCatalogue();
listen();
whenReady(follow);
