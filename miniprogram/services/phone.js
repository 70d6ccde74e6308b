// My phone number as WeChat vouches for it. Its codes are good for minutes and cost money: they never wait in the outbox.
const session = require('./client/session');
const { freshKey } = require('../utils/keys');

/** Once for each tap: tried again under the same key, it costs no second code.
 * @param {{ code: string, key: string }} given
 * @returns {Promise<{ phone: string, match: 'one' | 'several' | 'none' }>} masked, and whether a household is found by it */
const bind = ({ code, key }) => session.sendSignedIn({ method: 'POST', path: '/me/phone', data: { code }, key });

const takeBack = () => session.sendSignedIn({ method: 'DELETE', path: '/me/phone', key: freshKey() });

module.exports = { bind, takeBack };
