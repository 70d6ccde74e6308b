// Starts what every page relies on: the watch of the line, the question for consents, the outbox and the photos of an
// earlier start.
const line = require('./services/client/line');
const outbox = require('./services/client/outbox');
const photos = require('./services/photos');
const consents = require('./services/consents');
const look = require('./services/device/look');

App({
  onLaunch() {
    line.listen();
    consents.listen();
    outbox.listen();
    photos.listen();
  },

  onShow() {
    outbox.flush();
    photos.flush();
  },

  /** 长辈版, from wherever it is switched. @param {boolean} isElder */
  setElder(isElder) {
    look.setElder(isElder);
  },
});
