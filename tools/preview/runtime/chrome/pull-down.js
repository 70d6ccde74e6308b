// Pulling a page down to read it anew, by finger or mouse.
const ENOUGH_PX = 70;

/** @param {HTMLElement} scroller @param {() => void} refresh @returns {{ end: () => void }} */
export function watchPullDown(scroller, refresh) {
  const sign = document.createElement('div');
  sign.className = 'phone-pull';
  sign.setAttribute('role', 'status');
  scroller.before(sign);
  let start = null;
  const show = (word) => {
    sign.textContent = word;
  };
  const begin = (y) => {
    start = scroller.scrollTop === 0 ? y : null;
  };
  const move = (y) => {
    if (start === null) return;
    const pulled = y - start;
    show(pulled >= ENOUGH_PX ? '松手就重新读取' : '');
  };
  const release = () => {
    const isEnough = start !== null && sign.textContent !== '';
    start = null;
    if (!isEnough) return;
    show('正在重新读取…');
    refresh();
  };
  scroller.addEventListener('touchstart', (event) => begin(event.touches[0].clientY), { passive: true });
  scroller.addEventListener('touchmove', (event) => move(event.touches[0].clientY), { passive: true });
  scroller.addEventListener('touchend', release);
  scroller.addEventListener('mousedown', (event) => begin(event.clientY));
  scroller.addEventListener('mousemove', (event) => event.buttons && move(event.clientY));
  scroller.addEventListener('mouseup', release);
  return { end: () => show('') };
}
