// My data (我的资料): what is kept of me, what should be put right, and what closing my account would mean.
const { get } = require('./client/reading');

const data = () => get('/me/data');

/** What would go, what stays, and what must be settled before. */
const closing = () => get('/me/closing');

/** Mine, newest first. @param {number} [after] */
const corrections = (after) => get('/corrections', { after, size: 20 });

/** @param {{ field: string, wanted: string, member: number | null }} typed @param {string} label */
const correction = ({ field, wanted, member }, label) => ({
  label,
  path: '/corrections',
  data: { field, wanted: wanted.trim(), ...(member === null ? {} : { member_id: member }) },
});

module.exports = { data, closing, corrections, correction };
