// A household: its members, how another one joins, and who asks to.
const { get } = require('./client/reading');

/** @param {string | number} id */
const one = (id) => get(`/households/${id}`);

/** Who waits to be let in. @param {string | number} id @param {number} [after] */
const requests = (id, after) => get(`/households/${id}/join-requests`, { after, size: 20 });

/** A join code for one person, good for 72 hours. @param {string | number} id @param {string} label */
const joinCode = (id, label) => ({ label, path: `/households/${id}/join-codes` });

/** @typedef {{ name: string, relation: string, age: string, bornOn: string }} Applicant a minor says her birthday */

/** @param {Applicant} applicant */
const applicantFields = ({ name, relation, age, bornOn }) => ({
  name: name.trim(),
  relation,
  ...(age === 'teen' ? { born_on: bornOn } : {}),
});

/** @param {Applicant & { code: string, phone: string }} typed @param {string} label */
const join = ({ code, phone, ...applicant }, label) => ({
  label,
  path: '/join-requests',
  data: { code: code.trim(), phone: phone.trim() || null, ...applicantFields(applicant) },
});

/** My number was found in the village's register: the leader checks and decides.
 * @param {Applicant} typed @param {string} label */
const joinByPhone = (typed, label) => ({
  label,
  path: '/join-requests/by-phone',
  data: applicantFields(typed),
});

/** A child of my household, whose guardian I am. @param {number} id
 * @param {{ name: string, bornOn: string, relation: string }} child
 * @param {number} version of the consent text that was agreed to @param {string} label */
const newChild = (id, { name, bornOn, relation }, version, label) => ({
  label,
  path: `/households/${id}/children`,
  data: { name: name.trim(), born_on: bornOn, relation, consent_version: version },
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

module.exports = { one, requests, joinCode, join, joinByPhone, newChild, approve, refuse };
