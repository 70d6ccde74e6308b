// Members of a household: what was agreed to for who has no phone, when somebody was born, and a minor's name.
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

/** When she was born: of a minor the service keeps the day on which she comes of age, of a grown-up nothing.
 * @param {string} id @param {string} bornOn @param {string} label */
const birthDay = (id, bornOn, label) => ({
  label,
  method: /** @type {'PUT'} */ ('PUT'),
  path: `/members/${id}/birth-day`,
  data: { born_on: bornOn },
  slot: `birth-day:${id}`,
});

/** A minor's name, for one of a few reasons. It is on record and never kept here. @param {string} id
 * @param {string} reason @returns {Promise<{ name: string, adult_on: string }>} */
const disclose = (id, reason) =>
  session.sendSignedIn({ method: 'POST', path: `/members/${id}/disclosure`, data: { reason }, key: freshKey() });

module.exports = { birthDay, consents, disclose, giving, takingBack };
