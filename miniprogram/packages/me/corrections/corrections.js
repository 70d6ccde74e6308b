// Corrections (更正): say what is written wrong about me or mine and how it should be; see what the village did.
const { screen, tell } = require('../../../utils/screen');
const privacy = require('../../../services/privacy');
const households = require('../../../services/households');
const identity = require('../../../services/identity');
const drafts = require('../../../services/client/drafts');
const texts = require('../../../texts/privacy');
const { BLANK, FIELDS, RELATIONS, isComplete, lineOf, peopleOf } = require('./form');

const FORM = 'correction';

Page(
  screen({
    data: {
      t: texts,
      fields: FIELDS,
      relations: RELATIONS,
      people: [],
      items: [],
      form: BLANK,
      isComplete: false,
      isWriting: false,
      canWrite: false,
    },
    isEmpty: ({ items, isWriting, canWrite }) => !items.length && !isWriting && canWrite,

    async load() {
      const [mine, me] = await Promise.all([privacy.corrections(), identity.me()]);
      const canWrite = me.household_id !== null;
      const { members } = canWrite ? await households.one(me.household_id) : { members: [] };
      const kept = drafts.find(FORM);
      const form = kept || this.data.form;
      return {
        items: mine.items.map(lineOf),
        people: peopleOf(members, me.member_id),
        canWrite,
        form,
        isComplete: isComplete(form),
        isWriting: canWrite && (this.data.isWriting || kept !== null),
      };
    },

    onWrite() {
      this.setData({ isWriting: true, phase: 'ready' });
    },

    /** Back to those that stand; nothing is asked for. */
    onLeave() {
      this.blank();
      if (this.isEmpty(this.data)) this.setData({ phase: 'empty' });
    },

    blank() {
      drafts.drop(FORM);
      this.setData({ form: BLANK, isWriting: false, isComplete: false });
    },

    /** @param {{ detail: { value: string } }} event */
    onField({ detail }) {
      this.fill({ field: detail.value, wanted: '' });
    },

    /** @param {{ detail: { value: string } }} event */
    onPerson({ detail }) {
      this.fill({ member: detail.value });
    },

    /** @param {{ detail: { value: string } }} event */
    onWanted({ detail }) {
      this.fill({ wanted: detail.value });
    },

    /** @param {Partial<typeof BLANK>} typed */
    fill(typed) {
      const form = { ...this.data.form, ...typed };
      drafts.keep(FORM, form);
      this.setData({ form, isComplete: isComplete(form) });
    },

    async onSend() {
      const { field, wanted, member } = this.data.form;
      const act = privacy.correction({ field, wanted, member: member ? Number(member) : null }, texts.sendLabel);
      const ended = await this.act(act, () => tell(texts.sentTitle, texts.sent));
      if (ended === 'refused') return;
      this.blank();
      this.reload();
    },
  }),
);
