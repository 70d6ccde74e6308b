// What a page that is tested knows beside the preview.
declare const __preview: Window['__preview'];
interface Window {
  measurePage: (mode: { isElder: boolean }) => string[];
  /** When its content could first be read, in milliseconds. */
  usableAt: number;
}
