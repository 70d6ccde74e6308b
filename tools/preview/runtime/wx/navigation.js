// Pages and their bar.
import * as router from '../router.js';

const { navigateTo, redirectTo, navigateBack, switchTab, reLaunch } = router;

function setNavigationBarTitle({ title }) {
  const page = router.topPage();
  page.title = title;
  router.drawBar();
}

function setNavigationBarColor({ frontColor, backgroundColor }) {
  const page = router.topPage();
  const navigationBarTextStyle = frontColor === '#000000' ? 'black' : 'white';
  page.config = { ...page.config, navigationBarTextStyle, navigationBarBackgroundColor: backgroundColor };
  router.drawBar();
}

function pageScrollTo({ scrollTop, selector, duration = 300 }) {
  const { scroller } = router.topPage();
  const target = selector && scroller.querySelector(selector);
  const base = target ? target.getBoundingClientRect().top - scroller.getBoundingClientRect().top : 0;
  const top = target ? scroller.scrollTop + base : scrollTop;
  scroller.scrollTo({ top, behavior: duration ? 'smooth' : 'auto' });
}

/** @type {import('./contract.d.ts').WxPart} */
export const navigation = {
  asynchronous: {
    navigateTo,
    redirectTo,
    navigateBack,
    switchTab,
    reLaunch,
    setNavigationBarTitle,
    setNavigationBarColor,
    pageScrollTo,
    startPullDownRefresh: () => router.topPage().call('onPullDownRefresh'),
    stopPullDownRefresh: () => router.topPage()?.pullDown?.end(),
    showShareMenu: () => {},
    hideShareMenu: () => {},
    enableAlertBeforeUnload: () => {},
    disableAlertBeforeUnload: () => {},
  },
};
