// The camera that reads codes: the scan box of the frame, or a test, holds one before it.
import { Failure } from './calling.js';
import { raiseScanner } from '../chrome/scanner.js';

/** @type {((text: string) => void) | null} */
let open = null;

/** @param {string} text @returns {boolean} whether somebody was scanning */
export function answerScan(text) {
  if (!open) return false;
  open(text);
  return true;
}

function scanCode() {
  return new Promise((resolve, reject) => {
    const scanner = raiseScanner({
      read: (text) => open?.(text),
      cancel: () => {
        close();
        reject(new Failure('cancel'));
      },
    });
    const close = () => {
      scanner.remove();
      open = null;
    };
    open = (text) => {
      close();
      resolve({ result: text, scanType: 'QR_CODE', charSet: 'UTF-8', path: '', rawData: '' });
    };
  });
}

/** @type {import('./contract.d.ts').WxPart} */
export const scanning = { asynchronous: { scanCode } };
