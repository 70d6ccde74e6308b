// What WXS offers beside plain JavaScript.

/** WXS answers `x.constructor` with a word. @param {any} value @returns {string | undefined} */
export function wxsTypeOf(value) {
  return value === null || value === undefined ? undefined : value.constructor?.name;
}
