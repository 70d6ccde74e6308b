// Exports: files of a village's data or of my own, made by the service and opened once by a link.
const { get } = require('./client/reading');
const session = require('./client/session');
const { freshKey } = require('../utils/keys');

/** One's own, newest first. @param {number} [after] */
const list = (after) => get('/exports', { after, size: 20 });

/** @param {Record<string, any>} wanted what is in it, as which file and for which reason @param {string} label */
const ordering = (wanted, label) => ({ label, path: '/exports', data: wanted });

/** A link dies after some minutes or one use: it is fetched when it is wanted and kept nowhere.
 * @param {number} id @returns {Promise<{ url: string, expires_at: string }>} */
const link = (id) => session.sendSignedIn({ method: 'POST', path: `/exports/${id}/links`, key: freshKey() });

module.exports = { link, list, ordering };
