// One of a few answers, as wide as the screen; `choose` tells its value.
Component({
  properties: {
    value: { type: String, value: '' },
    word: { type: String, value: '' },
    hint: { type: String, value: '' },
    isChosen: { type: Boolean, value: false },
    /** radio, or checkbox where several may be chosen */
    kind: { type: String, value: 'radio' },
  },
  methods: {
    choose() {
      this.triggerEvent('choose', { value: this.data.value });
    },
  },
});
