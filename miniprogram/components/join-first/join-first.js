// Tells who belongs to no household yet how to join one.
const texts = require('../../texts/points');
const { open } = require('../../utils/screen');

Component({
  properties: {
    /** the request to join that still waits, or null */
    request: { type: Object, value: null },
  },
  data: { t: texts },
  methods: {
    join() {
      open('/packages/household/join/join');
    },
  },
});
