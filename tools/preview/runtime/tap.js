// Whether code runs in answer to a finger: WeChat opens some of its windows then only.
let isTapping = false;

/** @template T @param {() => T} answer to the finger, with all it does without waiting @returns {T} */
export function inTap(answer) {
  isTapping = true;
  setTimeout(() => {
    isTapping = false;
  });
  return answer();
}

export const isInTap = () => isTapping;
