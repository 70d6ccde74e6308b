// Print-outs: plates, cards and posters, drawn by the service and fetched as a document.
const { get } = require('../client/reading');

/** Of a village, newest first. @param {string} village @param {number} [after] */
const list = (village, after) => get('/prints', { village_id: village, after, size: 20 });

/** With a link that is good for some minutes. @param {number} id */
const one = (id) => get(`/prints/${id}`);

/** @param {Record<string, any>} wanted what the service draws, and for whom @param {string} label */
const ordering = (wanted, label) => ({ label, path: '/prints', data: wanted });

module.exports = { list, one, ordering };
