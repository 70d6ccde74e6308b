// The house rules of JavaScript: page code stays in WeChat's world, functions and files stay small.
const HOUSE = {
  'array-callback-return': 'error',
  complexity: ['error', 12],
  eqeqeq: 'error',
  'max-depth': ['error', 3],
  'max-len': ['error', { code: 130, ignoreStrings: true, ignoreRegExpLiterals: true }],
  'max-lines': ['error', 300],
  'max-lines-per-function': ['error', 40],
  'no-constant-condition': 'error',
  'no-dupe-keys': 'error',
  'no-fallthrough': 'error',
  'no-undef': 'error',
  'no-unreachable': 'error',
  'no-unused-expressions': ['error', { allowShortCircuit: true, allowTernary: true }],
  'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
  'no-useless-return': 'error',
  'no-var': 'error',
  'no-warning-comments': 'error',
  'prefer-const': 'error',
  quotes: ['error', 'single', { avoidEscape: true, allowTemplateLiterals: true }],
  semi: 'error',
};
const names = (/** @type {string} */ list) => Object.fromEntries(list.split(' ').map((name) => [name, 'readonly']));
const EVERYWHERE = names('console setTimeout clearTimeout setInterval clearInterval queueMicrotask');
const WECHAT = names('wx App Page Component Behavior getApp getCurrentPages requirePlugin require module exports');
const TIMERS = names('setTimeout clearTimeout setInterval clearInterval');
const NODE = names(
  'process Buffer URL URLSearchParams fetch AbortSignal crypto TextDecoder structuredClone performance',
);
const BROWSER = names(
  'window document location history localStorage navigator innerWidth innerHeight getComputedStyle addEventListener '
    + 'removeEventListener Node Image Event MouseEvent KeyboardEvent CustomEvent HTMLElement HTMLInputElement Element '
    + 'File FileReader Blob FormData MutationObserver IntersectionObserver ResizeObserver speechSynthesis CSS '
    + 'SpeechSynthesisUtterance requestAnimationFrame cancelAnimationFrame alert open matchMedia visualViewport '
    + 'DataTransfer createImageBitmap AbortController Option TextEncoder devicePixelRatio atob btoa __preview Touch TouchEvent Headers Response ReadableStream',
);

const ofWx = (/** @type {string} */ name, /** @type {string} */ message) => ({
  selector: `MemberExpression[object.name='wx'][property.name=/^(${name})$/]`,
  message,
});
const SENDING = [ofWx('request|uploadFile', 'use services/client')];
const NOT_OF_WX = [
  ofWx('showToast', 'what vanishes by itself is not read (AC-2): say it on the page or in a dialog'),
  ofWx('\\w*Location\\w*', 'where somebody is, is never asked (PR-2)'),
];
// What comes from outside names no property of an object that is already there: its name may be __proto__.
const PROTOTYPES = [
  [`AssignmentExpression[left.type='MemberExpression'][left.computed=true]`, 'use a spread, splice or a Map'],
  [`CallExpression[callee.object.name=/^(Object|Reflect)$/][callee.property.name=/^(assign|set|setPrototypeOf)$/]`, 'use a spread'],
  [`:matches(Identifier[name='__proto__'], Literal[value='__proto__'])`, 'leave prototypes alone'],
].map(([selector, message]) => ({ selector, message }));

export default [
  { ignores: ['node_modules/', 'var/', '.venv/'] },
  { rules: HOUSE, linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['miniprogram/**/*.js'],
    languageOptions: { ecmaVersion: 2020, sourceType: 'commonjs', globals: { ...WECHAT, ...TIMERS } },
    rules: {
      'no-console': 'error',
      'no-restricted-globals': ['error', 'window', 'document', 'fetch', 'localStorage', 'navigator', 'location'],
      'no-restricted-syntax': ['error', ...NOT_OF_WX, ...PROTOTYPES, ...SENDING],
    },
  },
  { files: ['miniprogram/services/client/**/*.js'], rules: { 'no-restricted-syntax': ['error', ...NOT_OF_WX, ...PROTOTYPES] } },
  {
    files: ['**/*.mjs', 'tools/preview/**/*.js', 'tests/miniprogram/support/measure.js'],
    languageOptions: {
      ecmaVersion: 2023,
      sourceType: 'module',
      globals: { ...EVERYWHERE, ...NODE, ...BROWSER, ...WECHAT, globalThis: 'writable' },
    },
  },
  {
    files: ['tests/miniprogram/**/fixture/**/*.js'],
    languageOptions: { sourceType: 'commonjs', globals: { ...EVERYWHERE, ...WECHAT } },
  },
  {
    files: ['tests/miniprogram/**'],
    rules: { 'max-lines': ['error', 400], 'max-lines-per-function': ['error', 60] },
  },
];
