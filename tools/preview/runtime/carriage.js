// What can travel between WeChat's two threads: JSON and nothing else.

/** @param {Record<string, unknown>} data @returns {number} its bytes; throws on what JSON cannot carry */
export function bytesCarried(data) {
  if (!data || typeof data !== 'object') throw new TypeError('setData: the data must be an object');
  for (const [name, value] of Object.entries(data)) check(value, name, []);
  return new TextEncoder().encode(JSON.stringify(data)).length;
}

function check(value, place, above) {
  if (value === null || ['undefined', 'string', 'boolean'].includes(typeof value)) return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  if (typeof value !== 'object') {
    throw new TypeError(`setData: ${place} is ${String(value)}, which JSON cannot carry`);
  }
  if (above.includes(value)) throw new TypeError(`setData: ${place} contains itself`);
  if (!Array.isArray(value) && ![Object.prototype, null].includes(Object.getPrototypeOf(value))) {
    throw new TypeError(`setData: ${place} is a ${value.constructor.name}, which JSON cannot carry`);
  }
  for (const [name, inner] of Object.entries(value)) check(inner, `${place}.${name}`, [...above, value]);
}
