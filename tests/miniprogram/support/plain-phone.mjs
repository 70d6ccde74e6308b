// A phone without a screen for unit tests: storage in memory, a network that the test answers, modules loaded afresh.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const ROOT = fileURLToPath(new URL('../../../miniprogram/', import.meta.url));

/** @returns a phone; `answer(call)` decides each request: `{ status, data, header }`, or null for no line */
export function plainPhone({ answer = () => null, fontSizeSetting = 16, storage = new Map() } = {}) {
  const phone = { answer, storage, calls: [], logins: 0, networkWatchers: [] };
  Object.assign(globalThis, { wx: surface(phone, fontSizeSetting) });
  forgetModules();
  phone.load = (path) => require(ROOT + path);
  return phone;
}

/** The battery died: modules start anew, what was stored stays. */
export function restarted(phone, options = {}) {
  return plainPhone({ answer: phone.answer, storage: phone.storage, ...options });
}

function surface(phone, fontSizeSetting) {
  const { storage } = phone;
  return {
    getAccountInfoSync: () => ({ miniProgram: { envVersion: 'develop' } }),
    getAppBaseInfo: () => ({ fontSizeSetting }),
    getStorageSync: (name) => (storage.has(name) ? JSON.parse(storage.get(name)) : ''),
    setStorageSync: (name, value) => storage.set(name, JSON.stringify(value)),
    removeStorageSync: (name) => storage.delete(name),
    getStorageInfoSync: () => ({ keys: [...storage.keys()] }),
    onNetworkStatusChange: (tell) => phone.networkWatchers.push(tell),
    login: ({ success }) => success({ code: `code-${(phone.logins += 1)}` }),
    request: (call) => respond(phone, call),
    stopPullDownRefresh() {},
  };
}

async function respond(phone, { url, method, data, header, success, fail }) {
  const call = { path: url.replace('http://127.0.0.1:8080/api/v1', ''), method, data, header };
  phone.calls.push(call);
  const given = await phone.answer(call);
  if (given === null) fail({ errMsg: 'request:fail' });
  else success({ statusCode: given.status, data: given.data, header: given.header || {} });
}

function forgetModules() {
  Object.keys(require.cache)
    .filter((path) => path.startsWith(ROOT))
    .forEach((path) => delete require.cache[path]);
}
