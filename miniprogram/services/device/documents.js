// Documents of the service in the phone's own reader, whose menu passes them on to a printer or to somebody.
const { lineDown, Refusal, refused } = require('../client/refusal');
const texts = require('../../texts/client');
const config = require('../../config');

/** @param {string} link @param {string} name under which it is passed on; the next of this name replaces it */
async function open(link, name) {
  await show(await fetched(link, `${wx.env.USER_DATA_PATH}/${name}`));
}

/** @param {string} url @param {string} filePath @returns {Promise<string>} where it lies */
function fetched(url, filePath) {
  return new Promise((resolve, reject) => {
    wx.downloadFile({
      url,
      filePath,
      timeout: config.downloadTimeoutMs,
      success: ({ statusCode }) => (statusCode === 200 ? resolve(filePath) : reject(refused(statusCode, null))),
      fail: () => reject(lineDown()),
    });
  });
}

/** @param {string} filePath */
function show(filePath) {
  return new Promise((resolve, reject) => {
    const words = { type: 'no-reader', title: texts.noReaderTitle, detail: texts.noReader };
    wx.openDocument({
      filePath,
      fileType: 'pdf',
      showMenu: true,
      success: () => resolve(undefined),
      fail: () => reject(new Refusal(words)),
    });
  });
}

module.exports = { open };
