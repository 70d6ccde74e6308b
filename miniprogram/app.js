// Starts what every page relies on: the watch of the line and the outbox of an earlier start.
const line = require('./services/client/line');
const outbox = require('./services/client/outbox');
const look = require('./services/device/look');

App({
  onLaunch() {
    line.listen();
    outbox.listen();
  },

  onShow() {
    outbox.flush();
  },

  /** 长辈版, from wherever it is switched. @param {boolean} isElder */
  setElder(isElder) {
    look.setElder(isElder);
  },
});
