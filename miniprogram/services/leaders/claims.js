// Claims as those see them who confirm, return, revoke and publish.
const { get } = require('../client/reading');

/** Those that wait, oldest first. @param {string} village @param {number} [after] */
const waiting = (village, after) => get('/claims', { village_id: village, state: 'submitted', after, size: 20 });

/** Those that this month's notice would show. @param {string} village @param {number} [after] */
const unpublished = (village, after) => get('/claims', { village_id: village, state: 'confirmed', after, size: 20 });

/** Up to 100 at once; each gets its own result. @param {number[]} ids @param {string} label */
const confirmation = (ids, label) => ({ label, path: '/claims/confirmations', data: { claim_ids: ids } });

/** Give back or take back, with a reason. @param {number} id @param {'return' | 'revocation'} how
 * @param {string} reason @param {string} label */
const decision = (id, how, reason, label) => ({ label, path: `/claims/${id}/${how}`, data: { reason } });

/** This month's notice. @param {string} village @param {string} label */
const publication = (village, label) => ({ label, path: `/villages/${village}/points-notices` });

module.exports = { waiting, unpublished, confirmation, decision, publication };
