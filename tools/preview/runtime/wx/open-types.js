// What a button of WeChat's own kind does: `open-type`, and the nickname keyboard.
import { preview, recordError } from '../preview.js';
import { topPage } from '../router.js';
import { ask } from '../chrome/dialog.js';
import { askForFiles, keepFile } from './files.js';
import { order } from './standin.js';

const WAYS = {
  chooseAvatar,
  getPhoneNumber,
  share,
  contact: () => {},
  feedback: () => {},
  openSetting: () => {},
  agreePrivacyAuthorization: (button) => tell(button, 'agreeprivacyauthorization', { errMsg: 'agree:ok' }),
  nickname: (field) => tell(field, 'nicknamereview', { pass: true, timeout: false }),
};

/** @param {string} openType @param {any} instance the button, or the field with the nickname keyboard */
export function pressOpenType(openType, instance) {
  const way = WAYS[openType];
  if (!way) return recordError(new Error(`open-type "${openType}" is not known to the preview`));
  preview.calls.push({ name: `open-type:${openType}`, options: {} });
  return Promise.resolve(way(instance)).catch(recordError);
}

function tell(instance, name, detail) {
  instance.triggerEvent(name, detail, {});
}

async function chooseAvatar(button) {
  const [file] = await askForFiles('image/*').catch(() => []);
  if (file) tell(button, 'chooseavatar', { avatarUrl: keepFile(file, file.name), errMsg: 'chooseAvatar:ok' });
}

/** WeChat asks before it gives the number away; a test may put another end in its place. */
async function getPhoneNumber(button) {
  tell(button, 'getphonenumber', await (preview.mock.getPhoneNumber || phoneNumber)());
}

async function phoneNumber() {
  const content = '巴渝绿家想用您在微信里登记的手机号。';
  const isAllowed = await ask({ title: '申请使用您的手机号', content, confirmText: '允许', cancelText: '不允许' });
  if (!isAllowed) return { errMsg: 'getPhoneNumber:fail user deny' };
  try {
    const { code } = await order('phone-code');
    return { code, errMsg: 'getPhoneNumber:ok' };
  } catch (failure) {
    return { errMsg: `getPhoneNumber:fail ${failure.message}` };
  }
}

function share(button) {
  const message = topPage().call('onShareAppMessage', { from: 'button', target: button });
  preview.calls.push({ name: 'shareAppMessage', options: message });
}
