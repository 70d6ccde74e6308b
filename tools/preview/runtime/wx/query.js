// Selector queries and observers, measured from the top of the page as WeChat does.
import { topPage } from '../router.js';

function createSelectorQuery() {
  const jobs = [];
  let owner = topPage().instance;
  const query = {
    in(component) {
      owner = component;
      return query;
    },
    select: (selector) => reference(query, jobs, { owner, selector, isSingle: true }),
    selectAll: (selector) => reference(query, jobs, { owner, selector, isSingle: false }),
    selectViewport: () => reference(query, jobs, { owner, selector: null, isSingle: true }),
    exec(done) {
      setTimeout(() => {
        const results = jobs.map(run);
        done?.(results);
      });
    },
  };
  return query;
}

function reference(query, jobs, where) {
  const add = (read) => (tell) => {
    jobs.push({ ...where, read, tell });
    return query;
  };
  return {
    boundingClientRect: add(rectangle),
    scrollOffset: add(scrollOffset),
    fields: (wanted, tell) => add((node) => fields(node, wanted))(tell),
  };
}

function run({ owner, selector, isSingle, read, tell }) {
  const viewport = [{ $$: topPage().scroller }];
  const nodes = selector === null ? viewport : owner._$.shadowRoot.querySelectorAll(selector);
  const results = nodes.map((node) => read(node));
  const result = isSingle ? results[0] ?? null : results;
  tell?.(result);
  return result;
}

function rectangle({ $$: element, id = '', dataset = {} }) {
  const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
  const above = topPage().holder.getBoundingClientRect().top;
  return { id, dataset, left, top: top - above, right, bottom: bottom - above, width, height };
}

function scrollOffset({ $$: element, id = '', dataset = {} }) {
  const { scrollLeft, scrollTop, scrollWidth, scrollHeight } = element;
  return { id, dataset, scrollLeft, scrollTop, scrollWidth, scrollHeight };
}

function fields(node, wanted) {
  const { id, dataset, left, top, right, bottom, width, height } = rectangle(node);
  return {
    ...(wanted.id && { id }),
    ...(wanted.dataset && { dataset }),
    ...(wanted.rect && { left, top, right, bottom }),
    ...(wanted.size && { width, height }),
    ...(wanted.scrollOffset && scrollOffset(node)),
  };
}

/** @type {import('./contract.d.ts').WxPart} */
export const query = {
  synchronous: {
    createSelectorQuery,
    createIntersectionObserver: (component, options) => component.createIntersectionObserver(options),
  },
};
