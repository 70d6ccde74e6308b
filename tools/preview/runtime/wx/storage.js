// The phone's storage: each person has her own phone.
import { settings } from '../settings.js';
import { Failure } from './calling.js';

const LIMIT_KB = 10240;
const place = (name) => `phone:${settings.person}:${name}`;

function keep(name, value) {
  if (typeof name !== 'string') throw new Failure('parameter error: key should be String');
  localStorage.setItem(place(name), JSON.stringify({ value }));
}

/** @param {string} name @returns {any} '' when nothing was kept, as WeChat answers */
function find(name) {
  const kept = localStorage.getItem(place(name));
  return kept === null ? '' : JSON.parse(kept).value;
}

function drop(name) {
  localStorage.removeItem(place(name));
}

function names() {
  const prefix = place('');
  const own = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  return own.map((key) => key.slice(prefix.length));
}

export function clearPhone() {
  names().forEach(drop);
}

function info() {
  const characters = names().reduce((sum, name) => sum + localStorage.getItem(place(name)).length, 0);
  return { keys: names(), currentSize: Math.ceil(characters / 1024), limitSize: LIMIT_KB };
}

/** @type {import('./contract.d.ts').WxPart} */
export const storage = {
  synchronous: {
    setStorageSync: keep,
    getStorageSync: find,
    removeStorageSync: drop,
    clearStorageSync: clearPhone,
    getStorageInfoSync: info,
  },
  asynchronous: {
    setStorage: ({ key, data }) => keep(key, data),
    getStorage: ({ key }) => {
      if (!names().includes(key)) throw new Failure('data not found');
      return { data: find(key) };
    },
    removeStorage: ({ key }) => drop(key),
    clearStorage: clearPhone,
    getStorageInfo: info,
  },
};
