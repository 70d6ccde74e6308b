// A village's resolution that switches a version of the points rules on.

/** It holds from the first of next month. @param {string} village @param {Record<string, any>} resolution
 * @param {string} label */
const adoption = (village, resolution, label) => ({
  label,
  path: `/villages/${village}/rule-adoptions`,
  data: resolution,
});

module.exports = { adoption };
