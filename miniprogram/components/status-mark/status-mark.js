// A state in words with its icon; the colour only repeats what they say.
const ICONS = { good: 'check-leaf', waiting: 'clock-sky', attention: 'alert-persimmon', plain: 'dot-ink' };

Component({
  properties: {
    /** good, waiting, attention or plain */
    tone: { type: String, value: 'plain' },
    word: { type: String, value: '' },
  },
  data: { icon: ICONS.plain },
  observers: {
    tone(tone) {
      this.setData({ icon: ICONS[/** @type {keyof typeof ICONS} */ (tone)] || ICONS.plain });
    },
  },
});
