// What somebody is to the head of the household: one of a few words; `choose` tells its value.
Component({
  properties: {
    relations: { type: Array, value: [] },
    value: { type: String, value: '' },
  },
  methods: {
    /** @param {any} event */
    choose(event) {
      this.triggerEvent('choose', { value: event.currentTarget.dataset.value });
    },
  },
});
