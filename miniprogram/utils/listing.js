// A list that grows page by page: what the first request brings, and 再看一些.

/**
 * @param {(query: Record<string, any>, after?: number) => Promise<any>} read one page of the service's list
 * @param {(entry: any) => any} line what a row shows
 * @param {object} [more]
 * @param {(page: any) => Record<string, any>} [more.whole] what the page shows of the list beside its rows
 * @param {(rows: any[]) => any[]} [more.arrange] in another order than the service's
 * @returns {Record<string, any>} parts of a page whose data holds `items` and `nextAfter`
 */
function listing(read, line, { whole = () => ({}), arrange = (rows) => rows } = {}) {
  return {
    /** As many rows as stood there before, so that coming back from one loses nothing. @this {any} */
    async load(/** @type {Record<string, any>} */ query) {
      this.listed = query;
      const found = await readUntil(this.data.items.length, (after) => read(query, after));
      return { ...whole(found), items: arrange(found.items.map(line)), nextAfter: found.next_after };
    },

    /** @this {any} */
    async onMore() {
      try {
        const page = await read(this.listed, this.data.nextAfter);
        this.setData({ items: arrange([...this.data.items, ...page.items.map(line)]), nextAfter: page.next_after });
      } catch (refusal) {
        this.showProblem(refusal);
      }
    },
  };
}

/** Page after page, until there are so many entries or no more.
 * @param {number} least @param {(after?: number) => Promise<any>} read @param {number} [after]
 * @returns {Promise<any>} */
async function readUntil(least, read, after) {
  const page = await read(after);
  if (page.items.length >= least || !page.next_after) return page;
  const more = await readUntil(least - page.items.length, read, page.next_after);
  return { ...page, items: [...page.items, ...more.items], next_after: more.next_after };
}

module.exports = { listing };
