// Complaints, suggestions and questions (投诉建议).
const { get } = require('./client/reading');

/** Mine, newest first. */
const mine = () => get('/feedback', { size: 20 });

/** @param {{ kind: string, text: string, village_id?: number }} typed @param {string} label */
const send = (typed, label) => ({ label, path: '/feedback', data: typed });

module.exports = { mine, send };
