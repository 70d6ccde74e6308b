// The bar at the top: back or home, the title, and WeChat's capsule.

/**
 * @param {import('../page.js').OpenPage} page
 * @param {{ goBack: (() => void) | null, goHome: (() => void) | null }} ways null: that way is not open here
 */
export function drawNavigationBar(page, { goBack, goHome }) {
  const bar = document.getElementById('phone-bar');
  const { navigationBarBackgroundColor = '#000000', navigationBarTextStyle, navigationStyle } = page.config;
  bar.style.background = navigationBarBackgroundColor;
  bar.style.color = navigationBarTextStyle === 'black' ? '#000000' : '#ffffff';
  document.body.classList.toggle('phone-custom-bar', navigationStyle === 'custom');
  offer(bar, '[aria-label="返回"]', goBack);
  offer(bar, '[aria-label="回首页"]', goHome);
  bar.querySelector('.phone-title').textContent = page.title;
  document.title = page.title;
}

/** @param {HTMLElement} bar @param {string} selector @param {(() => void) | null} go */
function offer(bar, selector, go) {
  const button = /** @type {HTMLButtonElement} */ (bar.querySelector(selector));
  button.hidden = go === null;
  button.onclick = go;
}
