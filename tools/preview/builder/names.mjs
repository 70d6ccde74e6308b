// The components WeChat brings itself. In the browser each becomes a `wx-…` element, so that no HTML element interferes.
export const BUILTIN_NAMES = [
  'view', 'text', 'image', 'button', 'input', 'textarea', 'form', 'label', 'checkbox', 'checkbox-group', 'radio',
  'radio-group', 'switch', 'picker', 'slider', 'progress', 'icon', 'navigator', 'scroll-view', 'swiper',
  'swiper-item', 'rich-text', 'cover-view', 'cover-image',
];
