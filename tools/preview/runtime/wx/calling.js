// How wx calls are called: callbacks or a promise, `errMsg`, the log, and what a test put in their place.
import { preview, recordError } from '../preview.js';

/** Why a call failed, in WeChat's words: becomes `{ errMsg: 'name:fail why', errno, errCode }`. */
export class Failure extends Error {
  /** @param {string} reason @param {number} [errno] @param {number} [errCode] which older calls have in its place */
  constructor(reason, errno, errCode) {
    super(reason);
    this.errno = errno;
    this.errCode = errCode;
  }
}

/** @param {string} name @param {(...details: any[]) => any} work */
export function synchronous(name, work) {
  return (...details) => {
    preview.calls.push({ name, options: details[0] });
    return (preview.mock[name] || work)(...details);
  };
}

/** @param {string} name @param {(options: any) => any} work answers what is added to `{ errMsg }` */
export function asynchronous(name, work) {
  return (/** @type {any} */ options = {}) => {
    const outcome = settle(name, work, options);
    const hasCallback = options.success || options.fail || options.complete;
    if (!hasCallback) return outcome;
    report(outcome, options);
    return undefined;
  };
}

/**
 * A call that answers a task and never a promise, as wx.request does.
 * @param {string} name @param {(options: any, signal: AbortSignal) => Promise<any>} work
 */
export function task(name, work) {
  return (/** @type {any} */ options = {}) => {
    const ending = new AbortController();
    report(settle(name, (given) => work(given, ending.signal), options), options);
    const ignore = () => {};
    return {
      abort: () => ending.abort(),
      onProgressUpdate: ignore,
      offProgressUpdate: ignore,
      onHeadersReceived: ignore,
      offHeadersReceived: ignore,
      onChunkReceived: ignore,
      offChunkReceived: ignore,
    };
  };
}

async function settle(name, work, options) {
  preview.calls.push({ name, options });
  await null; // never before the caller has gone on
  try {
    const answer = await (preview.mock[name] || work)(options);
    return { errMsg: `${name}:ok`, ...answer };
  } catch (error) {
    throw failed(name, error);
  }
}

function failed(name, error) {
  const reason = error?.errMsg || error?.message || String(error);
  const errMsg = reason.startsWith(`${name}:fail`) ? reason : `${name}:fail ${reason}`;
  const numbers = Object.entries({ errno: error?.errno, errCode: error?.errCode });
  return { errMsg, ...Object.fromEntries(numbers.filter(([, number]) => number !== undefined)) };
}

async function report(outcome, { success, fail, complete }) {
  const [callback, answer] = await outcome.then(
    (value) => [success, value],
    (failure) => [fail, failure],
  );
  for (const one of [callback, complete]) {
    try {
      one?.(answer);
    } catch (error) {
      recordError(error);
    }
  }
}
