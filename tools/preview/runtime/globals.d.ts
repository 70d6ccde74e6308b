// What the phone page knows beside the browser.
interface Window {
  __preview: typeof import('./preview.js').preview;
  App: (definition: any) => void;
  Behavior: any;
  getApp: () => any;
  getCurrentPages: () => any[];
  requirePlugin: (name: string) => any;
  wx: any;
}
