// A page with one component on it; the test says which, and what it is given.
Page({
  data: { component: '', given: {}, told: [] },

  /** @param {{ type: string, detail: any }} event */
  onTell({ type, detail }) {
    this.setData({ told: [...this.data.told, { type, detail }] });
  },
});
