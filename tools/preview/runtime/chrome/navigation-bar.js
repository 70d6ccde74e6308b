// The bar at the top: back, the title, and WeChat's capsule.

/** @param {import('../page.js').OpenPage} page @param {{ canGoBack: boolean, goBack: () => void }} way */
export function drawNavigationBar(page, { canGoBack, goBack }) {
  const bar = document.getElementById('phone-bar');
  const { navigationBarBackgroundColor = '#000000', navigationBarTextStyle, navigationStyle } = page.config;
  bar.style.background = navigationBarBackgroundColor;
  bar.style.color = navigationBarTextStyle === 'black' ? '#000000' : '#ffffff';
  document.body.classList.toggle('phone-custom-bar', navigationStyle === 'custom');
  const back = /** @type {HTMLButtonElement} */ (bar.querySelector('.phone-back'));
  back.hidden = !canGoBack;
  back.onclick = goBack;
  bar.querySelector('.phone-title').textContent = page.title;
  document.title = page.title;
}
