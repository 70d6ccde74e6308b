// One number with its unit and what it counts.
Component({
  properties: {
    value: { type: Number, value: 0 },
    unit: { type: String, value: '' },
    label: { type: String, value: '' },
    hint: { type: String, value: '' },
    /** plain, waiting or attention */
    tone: { type: String, value: 'plain' },
  },
});
