// Members of a household who have no phone of their own: what was agreed to for them, and a minor's name.
const { get } = require('./client/reading');
const session = require('./client/session');
const { freshKey } = require('../utils/keys');

/** @param {string | number} id @param {string} purpose */
const path = (id, purpose) => `/members/${id}/consents/${purpose}`;

/** Purpose by purpose. @param {string | number} id */
const consents = (id) => get(`/members/${id}/consents`);

/** @param {string | number} id @param {string} purpose @param {Record<string, any>} data the version that was read, and
 * for a leader on whose behalf @param {string} label */
const giving = (id, purpose, data, label) => ({ label, method: /** @type {'PUT'} */ ('PUT'), path: path(id, purpose), data });

/** @param {string | number} id @param {string} purpose @param {Record<string, any>} data @param {string} label */
const takingBack = (id, purpose, data, label) => ({
  label,
  method: /** @type {'DELETE'} */ ('DELETE'),
  path: path(id, purpose),
  data,
});

/** A minor's name, for one of a few reasons. It is on record and never kept here. @param {string} id
 * @param {string} reason @returns {Promise<{ name: string, adult_on: string }>} */
const disclose = (id, reason) =>
  session.sendSignedIn({ method: 'POST', path: `/members/${id}/disclosure`, data: { reason }, key: freshKey() });

module.exports = { consents, disclose, giving, takingBack };
