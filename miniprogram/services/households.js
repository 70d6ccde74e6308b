// A household: its members, how another one joins, and who asks to.
const { get } = require('./client/reading');

/** @param {string | number} id */
const one = (id) => get(`/households/${id}`);

/** Who waits to be let in. @param {string | number} id @param {number} [after] */
const requests = (id, after) => get(`/households/${id}/join-requests`, { after, size: 20 });

/** A join code for one person, good for 72 hours. @param {string | number} id @param {string} label */
const joinCode = (id, label) => ({ label, path: `/households/${id}/join-codes` });

/** @param {{ code: string, name: string, relation: string, phone: string }} typed @param {string} label */
const join = ({ code, name, relation, phone }, label) => ({
  label,
  path: '/join-requests',
  data: { code: code.trim(), name: name.trim(), relation, phone: phone.trim() || null },
});

/** My number was found in the village's register: the leader checks and decides.
 * @param {{ name: string, relation: string }} typed @param {string} label */
const joinByPhone = ({ name, relation }, label) => ({
  label,
  path: '/join-requests/by-phone',
  data: { name: name.trim(), relation },
});

/** Let somebody in, as a registered member or as a new one. @param {number} id @param {number | null} memberId
 * @param {string} label */
const approve = (id, memberId, label) => ({
  label,
  path: `/join-requests/${id}/approval`,
  data: { member_id: memberId },
});

/** @param {number} id @param {string} label */
const refuse = (id, label) => ({ label, path: `/join-requests/${id}/refusal` });

module.exports = { one, requests, joinCode, join, joinByPhone, approve, refuse };
