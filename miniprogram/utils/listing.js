// A list that grows page by page: what the first request brings, and 再看一些.

/**
 * @param {(query: Record<string, any>, after?: number) => Promise<any>} read one page of the service's list
 * @param {(entry: any) => any} line what a row shows
 * @returns {Record<string, any>} parts of a page whose data holds `items` and `nextAfter`
 */
function listing(read, line) {
  return {
    async load(/** @type {Record<string, any>} */ query) {
      const page = await read(query);
      return { items: page.items.map(line), nextAfter: page.next_after };
    },

    /** @this {any} */
    async onMore() {
      try {
        const page = await read(this.query, this.data.nextAfter);
        this.setData({ items: [...this.data.items, ...page.items.map(line)], nextAfter: page.next_after });
      } catch (refusal) {
        this.showProblem(refusal);
      }
    },
  };
}

module.exports = { listing };
