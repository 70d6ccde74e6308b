// Who holds the phone: sign-in, privacy.
import { preview } from '../preview.js';
import { order } from './standin.js';

const login = async () => ({ code: (await order('login-code')).code });

/** @type {import('./contract.d.ts').WxPart} */
export const account = {
  asynchronous: {
    login,
    checkSession: () => ({}),
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
