// The phone itself: its size, its font, and what it can do.
import { say } from '../chrome/dialog.js';
import { settings } from '../settings.js';

const STANDARD_FONT_PX = 16;
const CAPSULE = { width: 87, height: 32, right: 8 };

function barHeight() {
  return document.getElementById('phone-bar').offsetHeight;
}

function windowInfo() {
  const windowHeight = innerHeight - barHeight();
  const corners = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  return {
    windowWidth: innerWidth, windowHeight, screenWidth: innerWidth, screenHeight: innerHeight,
    screenTop: barHeight(), statusBarHeight: 0, pixelRatio: devicePixelRatio,
    safeArea: { ...corners, width: innerWidth, height: innerHeight },
  };
}

/** @returns {Partial<WechatMiniprogram.AppBaseInfo>} */
function appBaseInfo() {
  const { fontSizeSetting } = settings;
  return {
    SDKVersion: '3.8.0', version: '8.0.50', language: 'zh_CN', theme: 'light', enableDebug: false,
    fontSizeSetting, fontSizeScaleFactor: fontSizeSetting / STANDARD_FONT_PX,
  };
}

/** @returns {Partial<WechatMiniprogram.DeviceInfo>} */
const deviceInfo = () => ({ brand: 'preview', model: 'preview', system: 'Android 14', platform: 'devtools' });
/** @returns {Partial<WechatMiniprogram.SystemInfo>} */
const systemInfo = () => ({ ...windowInfo(), ...appBaseInfo(), ...deviceInfo() });

function capsule() {
  const top = (barHeight() - CAPSULE.height) / 2;
  const right = innerWidth - CAPSULE.right;
  const { width, height } = CAPSULE;
  return { width, height, top, bottom: top + height, right, left: right - width };
}

let clipboard = '';

const ignore = () => {};
const updates = {
  onCheckForUpdate: ignore, onUpdateReady: ignore, onUpdateFailed: ignore, applyUpdate: ignore,
};

/** @type {import('./contract.d.ts').WxPart} */
export const device = {
  synchronous: {
    getWindowInfo: windowInfo,
    getAppBaseInfo: appBaseInfo,
    getDeviceInfo: deviceInfo,
    getSystemInfoSync: systemInfo,
    getSystemSetting: () => ({ bluetoothEnabled: false, locationEnabled: false, wifiEnabled: true }),
    getMenuButtonBoundingClientRect: capsule,
    getUpdateManager: () => updates,
    nextTick: (act) => queueMicrotask(act),
    onWindowResize: ignore,
    offWindowResize: ignore,
    onThemeChange: ignore,
    onKeyboardHeightChange: ignore,
    offKeyboardHeightChange: ignore,
    reportEvent: ignore,
  },
  asynchronous: {
    getSystemInfo: systemInfo,
    vibrateShort: ignore,
    vibrateLong: ignore,
    setKeepScreenOn: ignore,
    hideKeyboard: () => /** @type {HTMLElement | null} */ (document.activeElement)?.blur(),
    makePhoneCall: ({ phoneNumber }) => say(`正在拨打 ${phoneNumber}`, 1500),
    setClipboardData: ({ data }) => {
      clipboard = data;
      say('内容已复制', 1500);
    },
    getClipboardData: () => ({ data: clipboard }),
  },
};
