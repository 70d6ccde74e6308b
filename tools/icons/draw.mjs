// Draws the mini-program's icons: `node tools/icons/draw.mjs`. One 24×24 stroke for each name, one file for each tone
// that is used; WeChat's <image> cannot colour an SVG by itself.
import fs from 'node:fs';
import path from 'node:path';

const OUT = new URL('../../miniprogram/assets/icons/', import.meta.url).pathname;
const TONES = { leaf: '#1f6b4a', sky: '#1f5580', persimmon: '#a8410f', ink: '#515e56', white: '#ffffff' };

/** name → [tones, path] */
const ICONS = {
  alert: ['persimmon', 'M12 4 2.8 20h18.4L12 4Zm0 6v4.5m0 2.6v.1'],
  bag: ['leaf', 'M5 8h14l-1 12H6L5 8Zm4 3V7a3 3 0 0 1 6 0v4'],
  bell: ['leaf', 'M6 17V11a6 6 0 0 1 12 0v6l1.500 2h-15L6 17Zm4 2.500a2 2 0 0 0 4 0'],
  box: ['leaf', 'M4 8l8-4 8 4v8l-8 4-8-4V8Zm0 0 8 4 8-4m-8 4v8'],
  calendar: ['leaf', 'M4 6h16v14H4V6Zm0 5h16M8 3v5m8-5v5'],
  check: ['leaf white', 'M4.500 12.500 9.500 17.500 19.500 6.500'],
  chevron: ['ink', 'M9 5l7 7-7 7'],
  clock: ['sky', 'M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17Zm0 4v5l3.500 2'],
  cloud: ['persimmon', 'M7 18h10a4 4 0 0 0 .5-8A6 6 0 0 0 6 9.500 4.300 4.300 0 0 0 7 18ZM4 4l16 17'],
  dot: ['ink', 'M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z'],
  family: ['leaf', 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6Zm8.500 3a2.300 2.300 0 1 0 0 4.600 2.300 2.300 0 0 0 0-4.600ZM2.500 20c0-4 2.500-6 5.500-6s5.500 2 5.500 6m1-4.600c3.500-.9 6.500 1 6.500 4.600'],
  flag: ['leaf', 'M6 21V4h11l-2.500 4L17 12H6'],
  home: ['leaf ink', 'M4 11 12 4l8 7v9h-5.500v-6h-5v6H4v-9Z'],
  leaf: ['leaf', 'M5 19C5 9 10 4 20 4c0 10-5 15-12 15m-3 1c2-5 5-8 9-10'],
  list: ['leaf', 'M9 6h11M9 12h11M9 18h11M4.500 6h.1m-.1 6h.1m-.1 6h.1'],
  megaphone: ['leaf', 'M4 10v4h3l8 5V5l-8 5H4Zm14-.500a4 4 0 0 1 0 5M8 14l1 6'],
  pencil: ['leaf', 'M5 19l1-4L16 5l3 3L9 18l-4 1Zm8.500-11.500 3 3'],
  people: ['leaf ink', 'M9 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6Zm7 1.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5ZM3 19c0-3.500 2.500-5.500 6-5.500s6 2 6 5.500m1.500-5c3-.3 5 1.600 5 5'],
  person: ['leaf ink', 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4.500 20.500c0-4 3-6 7.500-6s7.500 2 7.500 6'],
  phone: ['leaf', 'M7 3h10v18H7V3Zm4 15.500h2'],
  photo: ['leaf', 'M4 5h16v14H4V5Zm0 11 5-5 4 4 2.500-2.500L20 17M15.500 9h.1'],
  points: ['leaf ink', 'M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17Zm-3 12c0-4 2-6.500 6.500-7 0 4.500-2 7-5 7m-2 1.500c1-2 2-3.300 3.500-4.500'],
  print: ['leaf', 'M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7v-6Z'],
  scan: ['leaf persimmon white', 'M4 8V4h4m8 0h4v4m0 8v4h-4m-8 0H4v-4m0-4h16'],
  search: ['ink', 'M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13Zm5 11.500 5 5'],
  speaker: ['leaf', 'M4 9.500v5h3.500L12 18.500v-13L7.500 9.500H4Zm11.500-.5a4.200 4.200 0 0 1 0 6M18 6.500a7.800 7.800 0 0 1 0 11'],
  text: ['leaf', 'M3 19 8.500 5h1L15 19M5 14.500h8M16 19l3-8h.6L22.500 19m-5.600-2.500h4.600'],
};

/** Return every file's name and content. */
export function drawings() {
  return Object.entries(ICONS).flatMap(([name, [tones, stroke]]) =>
    tones.split(' ').map((tone) => [`${name}-${tone}.svg`, drawing(stroke, TONES[tone])]),
  );
}

function drawing(stroke, colour) {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="48" height="48" viewBox="0 0 24 24" fill="none" stroke="${colour}"` +
    ` stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d="${stroke}"/></svg>\n`
  );
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  fs.mkdirSync(OUT, { recursive: true });
  for (const [name, content] of drawings()) fs.writeFileSync(path.join(OUT, name), content);
}
