// Runs inside the phone page: measures what is on the screen against the limits of AC-1 to AC-3 and names what falls
// short. The background of a text is that of the elements around it; pictures that lie under a text are not seen.

const STANDARD = { text: 14, target: 44, mainTarget: 44 };
const ELDER = { text: 18, target: 44, mainTarget: 60 };
const LINE_HEIGHT_MIN = 1.3;
const CONTRAST_MIN = 4.5;
const LARGE_CONTRAST_MIN = 3;
const LARGE_PX = 24;
const LARGE_BOLD_PX = 18.66;
const BOLD = 700;
const TOLERANCE_PX = 1;
const PRESSED = 'wx-button, wx-navigator, wx-picker, input, textarea, button, [role=button], [role=link], [role=tab], '
  + '[role=radio], [role=checkbox], [role=switch], [role=option], [role=menuitem]';
const MAIN = 'wx-button, [role=button], [role=radio], [role=checkbox], [role=tab], wx-label';
const OUTSIDE = '#phone-bar, script, style';
const WHITE = { red: 255, green: 255, blue: 255, alpha: 1 };

/** @param {{ isElder: boolean }} mode @returns {string[]} one line for each fault */
window.measurePage = ({ isElder }) => {
  const limits = isElder ? ELDER : STANDARD;
  const shown = [...document.body.querySelectorAll('*')].filter(isShown);
  const pressed = shown.filter((one) => one.matches(PRESSED) && !one.parentElement.closest(PRESSED));
  const faults = [
    ...shown.filter(bearsText).flatMap((one) => textFaults(one, limits)),
    ...pressed.flatMap((one) => targetFaults(one, limits)),
    ...shown.flatMap(layoutFaults),
    ...shown.filter((one) => one.matches('wx-image')).flatMap(pictureFaults),
  ];
  if (document.documentElement.scrollWidth > innerWidth + TOLERANCE_PX) faults.push('the page is wider than the screen');
  return [...new Set(faults)];
};

function isShown(element) {
  const isVisible = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  if (!isVisible || element.closest(OUTSIDE)) return false;
  const { width, height } = element.getBoundingClientRect();
  return width > 1 && height > 1;
}

function bearsText(element) {
  if (element.matches('input:not([type=checkbox], [type=radio]), textarea')) return true;
  return [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
}

function textFaults(element, limits) {
  const style = getComputedStyle(element);
  const size = parseFloat(style.fontSize);
  const line = parseFloat(style.lineHeight) / size;
  const contrast = contrastOf(element, style);
  const isLarge = size > LARGE_PX || (size >= LARGE_BOLD_PX && Number(style.fontWeight) >= BOLD);
  const contrastMin = isLarge ? LARGE_CONTRAST_MIN : CONTRAST_MIN;
  return [
    size < limits.text - 0.01 && `text of ${size} px, not ${limits.text}`,
    !(line >= LINE_HEIGHT_MIN - 0.01) && `line height ${style.lineHeight} of ${size} px, not ${LINE_HEIGHT_MIN}`,
    contrast < contrastMin - 0.01 && `contrast ${contrast.toFixed(2)}, not ${contrastMin}`,
  ].filter(Boolean).map((fault) => `${fault}: ${nameOf(element)}`);
}

// Targets

function targetFaults(element, limits) {
  const target = element.closest('wx-label') || element.closest('wx-input, wx-textarea') || element;
  const { width, height } = target.getBoundingClientRect();
  const least = target.matches(MAIN) ? limits.mainTarget : limits.target;
  const faults = [];
  if (Math.min(width, height) < least - TOLERANCE_PX / 2) {
    faults.push(`target of ${Math.round(width)}×${Math.round(height)} px, not ${least}: ${nameOf(target)}`);
  }
  if (!accessibleName(element)) faults.push(`no name to read aloud: ${nameOf(element)}`);
  return faults;
}

function accessibleName(element) {
  const inner = element.querySelector('input, textarea, [aria-label]');
  const labelled = element.getAttribute('aria-labelledby');
  return [
    element.getAttribute('aria-label'),
    labelled && document.getElementById(labelled)?.textContent,
    element.textContent,
    inner?.getAttribute('aria-label'),
    element.getAttribute('placeholder') || inner?.getAttribute('placeholder'),
    element.closest('label, wx-label')?.textContent,
  ].some((name) => name && name.trim());
}

function pictureFaults(element) {
  const isNamed = element.getAttribute('aria-label') || element.closest('[aria-hidden=true]');
  return isNamed ? [] : [`a picture neither named nor hidden: ${nameOf(element)}`];
}

// Layout

function layoutFaults(element) {
  if (!element.closest('#phone-pages, .phone-shade')) return [];
  return [...edgeFaults(element), ...cutFaults(element)];
}

function edgeFaults(element) {
  if (!bearsText(element) && !element.matches(PRESSED)) return [];
  const { left, right } = element.getBoundingClientRect();
  if (left >= -TOLERANCE_PX && right <= innerWidth + TOLERANCE_PX) return [];
  return scrollsSideways(element) ? [] : [`over the edge of the screen: ${nameOf(element)}`];
}

function scrollsSideways(element) {
  for (let around = element.parentElement; around; around = around.parentElement) {
    const canScroll = ['auto', 'scroll'].includes(getComputedStyle(around).overflowX);
    if (canScroll && around.scrollWidth > around.clientWidth) return true;
  }
  return false;
}

function cutFaults(element) {
  if (!element.textContent.trim() || !element.clientWidth) return [];
  if (element.matches('.phone-scroller')) return []; // held still under a sheet, it loses nothing
  const style = getComputedStyle(element);
  const hides = (axis) => ['hidden', 'clip'].includes(style[`overflow${axis}`]);
  const isCut = (hides('X') && element.scrollWidth > element.clientWidth + TOLERANCE_PX)
    || (hides('Y') && element.scrollHeight > element.clientHeight + TOLERANCE_PX);
  return isCut ? [`text is cut: ${nameOf(element)}`] : [];
}

// Colours

function contrastOf(element, style) {
  const ink = parseColour(style.color);
  const alpha = ink.alpha * opacityOf(element);
  return Math.min(...backgroundsOf(element).map((paper) => ratio(over({ ...ink, alpha }, paper), paper)));
}

function opacityOf(element) {
  let opacity = 1;
  for (let around = element; around; around = around.parentElement) opacity *= Number(getComputedStyle(around).opacity);
  return opacity;
}

/** Every colour that may lie behind: a gradient has several. */
function backgroundsOf(element) {
  if (!element) return [WHITE];
  const own = layersOf(getComputedStyle(element));
  const beneath = own.every((colour) => colour.alpha === 1) ? [] : backgroundsOf(element.parentElement);
  return own.flatMap((colour) => (colour.alpha === 1 ? [colour] : beneath.map((other) => over(colour, other))));
}

function layersOf(style) {
  const stops = style.backgroundImage.includes('gradient') ? style.backgroundImage.match(/rgba?\([^)]*\)/g) : null;
  return (stops || [style.backgroundColor]).map(parseColour);
}

function parseColour(text) {
  const [red, green, blue, alpha = 1] = text.match(/[\d.]+/g).map(Number);
  const scale = text.startsWith('color(') ? 255 : 1;
  return { red: red * scale, green: green * scale, blue: blue * scale, alpha };
}

function over(top, below) {
  const mix = (name) => top[name] * top.alpha + below[name] * (1 - top.alpha);
  return { red: mix('red'), green: mix('green'), blue: mix('blue'), alpha: 1 };
}

function ratio(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance({ red, green, blue }) {
  const [r, g, b] = [red, green, blue].map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function nameOf(element) {
  const words = (element.getAttribute('aria-label') || element.textContent || element.placeholder || '').trim();
  const short = words.replace(/\s+/g, ' ').slice(0, 24);
  return `「${short}」 ${element.tagName.toLowerCase()}${[...element.classList].map((name) => `.${name}`).join('')}`;
}
