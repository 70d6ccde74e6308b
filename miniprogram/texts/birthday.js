// What is said where a minor's birthday is asked.
module.exports = {
  label: '生日',
  choose: '选生日',
  bornOn: (/** @type {string} */ day) => `${day}出生`,
};
