// The settings of the preview, kept in this browser.
const NAME = 'preview:settings';
const USUAL = { person: 'demo-guest', network: 'on', fontSizeSetting: 16 };

/** @type {{ person: string, network: 'on' | 'off' | 'slow', fontSizeSetting: number }} */
export const settings = { ...USUAL, ...JSON.parse(localStorage.getItem(NAME) || '{}') };

export function storeSettings() {
  localStorage.setItem(NAME, JSON.stringify(settings));
}
