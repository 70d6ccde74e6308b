// Puts `wx` together from its parts and reports every name that is asked for and that this preview lacks.
import { appEvents, entered } from '../app.js';
import { recordUnknown } from '../preview.js';
import { account } from './account.js';
import { asynchronous, synchronous, task } from './calling.js';
import { device } from './device.js';
import { documents } from './documents.js';
import { files } from './files.js';
import { interaction } from './interaction.js';
import { navigation } from './navigation.js';
import { network } from './network.js';
import { pictures } from './pictures.js';
import { query } from './query.js';
import { scanning } from './scan.js';
import { requirePlugin, speech } from './speech.js';
import { storage } from './storage.js';
import { subscriptions } from './subscriptions.js';

const PARTS = [
  account, device, documents, files, interaction, navigation, network, pictures, query, scanning, speech, storage, subscriptions,
];

/** @param {any} built */
export function installWx(built) {
  /** @type {Record<string, any>} */
  const surface = { env: { USER_DATA_PATH: 'wxfile://usr' } };
  for (const part of PARTS) {
    add(surface, part.asynchronous, asynchronous);
    add(surface, part.synchronous, synchronous);
    add(surface, part.tasks, task);
  }
  add(surface, { ...appEvents, ...launchOptions, ...aboutThis(built, surface) }, synchronous);
  window.wx = new Proxy(surface, { get: (target, name) => look(target, name) });
  window.requirePlugin = requirePlugin;
}

function add(surface, works = {}, wrap) {
  for (const [name, work] of Object.entries(works)) surface[name] = wrap(name, work);
}

function look(surface, name) {
  if (typeof name === 'string' && !(name in surface)) recordUnknown(name);
  return surface[name];
}

const launchOptions = {
  getLaunchOptionsSync: () => entered.launch,
  getEnterOptionsSync: () => entered.latest,
};

function aboutThis(built, surface) {
  return {
    canIUse: (what) => what.split('.')[0] in surface,
    getAccountInfoSync: () => ({ miniProgram: { appId: built.appId, envVersion: 'develop', version: '' } }),
  };
}
