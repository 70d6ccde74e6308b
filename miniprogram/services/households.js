// My household: its members, who asks to join, and its door plate.
const { get } = require('./client/reading');

/** @param {string | number} id */
const one = (id) => get(`/households/${id}`);

/** Who waits to be let in. @param {string | number} id */
const requests = (id) => get(`/households/${id}/join-requests`, { size: 20 });

/** A join code for one person. @param {string | number} id @param {string} label */
const joinCode = (id, label) => ({ label, path: `/households/${id}/join-codes` });

/** @param {{ code: string, name: string, relation: string, phone: string }} typed @param {string} label */
const join = ({ code, name, relation, phone }, label) => ({
  label,
  path: '/join-requests',
  data: { code: code.trim(), name: name.trim(), relation, phone: phone.trim() || null },
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

/** The door plate's code; asked again it is the same one. @param {number} id @param {string} label */
const doorPlate = (id, label) => ({ label, path: '/codes', data: { kind: 'door_plate', target_id: id } });

module.exports = { one, requests, joinCode, join, approve, refuse, doorPlate };
