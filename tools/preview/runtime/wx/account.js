// Who holds the phone: sign-in, privacy, subscriptions.
import { preview } from '../preview.js';
import { settings } from '../settings.js';
import { Failure } from './calling.js';

async function login() {
  if (settings.network === 'off') throw new Failure('network interrupted error', 600003);
  const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
  const body = JSON.stringify({ openid: settings.person });
  const response = await fetch(new URL('/preview/login-code', location.origin), { ...init, body });
  if (!response.ok) throw new Failure('system error');
  return { code: (await response.json()).code };
}

function requestSubscribeMessage({ tmplIds }) {
  return Object.fromEntries(tmplIds.map((id) => [id, 'accept']));
}

/** @type {import('./contract.d.ts').WxPart} */
export const account = {
  asynchronous: {
    login,
    checkSession: () => ({}),
    requestSubscribeMessage,
    getSetting: () => ({ authSetting: {} }),
    openSetting: () => ({ authSetting: {} }),
    authorize: () => ({}),
    getPrivacySetting: () => ({ needAuthorization: false, privacyContractName: '《小程序隐私保护指引》' }),
    requirePrivacyAuthorize: () => ({}),
    openPrivacyContract: () => preview.calls.push({ name: 'privacyContractShown', options: {} }) && {},
  },
  // Privacy is always agreed here: nobody is ever asked.
  synchronous: { onNeedPrivacyAuthorization: () => {} },
};
