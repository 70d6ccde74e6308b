// Where the service answers. The operator fills in the last two before a release (docs/release.md).
const SERVICE_BY_VERSION = {
  develop: 'http://127.0.0.1:8080',
  trial: 'https://bayu-green-home.invalid',
  release: 'https://bayu-green-home.invalid',
};

module.exports = {
  service: SERVICE_BY_VERSION[wx.getAccountInfoSync().miniProgram.envVersion],
  requestTimeoutMs: 15000,
  downloadTimeoutMs: 60000,
  tabs: ['/pages/home/home', '/pages/activities/activities', '/pages/points/points', '/pages/me/me'],
};
