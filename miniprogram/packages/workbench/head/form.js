// A new head, and what everybody else is to her. Who was head may be gone: `GONE` is no relation.
const texts = require('../../../texts/leaders/households');

const GONE = 'gone';
const { head: _head, ...others } = texts.relations;
const RELATIONS = Object.entries(others).map(([value, word]) => ({ value, word }));

/** @typedef {{ id: number, name: string, relation: string }} Member */
/** @typedef {{ head: string, relations: Record<string, string> }} Form */

/** @type {Form} */
const BLANK = { head: '', relations: {} };

/** Everybody who is to be asked about, once the new head is known. @param {Member[]} members @param {Form} form */
function questions(members, form) {
  const newHead = members.find(({ id }) => String(id) === form.head);
  if (!newHead) return [];
  return members
    .filter((member) => member !== newHead)
    .map(({ id, name, relation }) => ({
      id,
      question: texts.relationTo(name, newHead.name),
      relations: relation === 'head' ? [...RELATIONS, { value: GONE, word: texts.gone }] : RELATIONS,
      value: form.relations[id] || '',
    }));
}

/** @param {Member[]} members @param {Form} form */
const isComplete = (members, form) => Boolean(form.head) && questions(members, form).every(({ value }) => value);

/** What the service is told. @param {Member[]} members @param {Form} form */
function changeOf(members, form) {
  const former = members.find(({ relation }) => relation === 'head');
  const asked = questions(members, form);
  const said = asked.find(({ id }) => former && id === former.id);
  return {
    member_id: Number(form.head),
    former_id: former ? former.id : null,
    former_relation: said && said.value !== GONE ? said.value : null,
    relations: asked.filter((one) => one !== said).map(({ id, value }) => ({ member_id: id, relation: value })),
  };
}

module.exports = { BLANK, changeOf, isComplete, questions };
