// The components WeChat brings. In the browser each becomes a `wx-…` element: no HTML element interferes.
export const BUILTIN_NAMES = [
  'view', 'text', 'image', 'icon', 'rich-text', 'cover-view', 'cover-image', 'progress', 'navigator',
  'button', 'input', 'textarea', 'form', 'label', 'checkbox', 'checkbox-group', 'radio', 'radio-group',
  'switch', 'picker', 'slider', 'scroll-view', 'swiper', 'swiper-item',
  'page-meta',
];
