// Into a household: the join code, my name, what I am to the head. A phone number is asked here only, and she may
// leave it out.
const { screen } = require('../../../utils/screen');
const households = require('../../../services/households');
const identity = require('../../../services/identity');
const drafts = require('../../../services/client/drafts');
const texts = require('../../../texts/household');

const FORM = 'join';
const BLANK = { code: '', name: '', relation: '', phone: '' };
const RELATIONS = Object.entries(texts.relations).map(([value, word]) => ({ value, word }));

/** @param {any} me @returns {'member' | 'pending' | 'open'} */
function stageOf(me) {
  if (me.household_id) return 'member';
  return me.join_request && me.join_request.state === 'pending' ? 'pending' : 'open';
}

/** @param {typeof BLANK} form */
function isComplete({ code, name, relation }) {
  return Boolean(code.trim() && name.trim() && relation);
}

Page(
  screen({
    data: { t: texts, relations: RELATIONS, form: BLANK, isComplete: false, stage: '', label: '' },

    async load({ code }) {
      const me = await identity.me();
      const asked = me.join_request;
      const form = { ...BLANK, ...drafts.find(FORM), ...(code ? { code } : {}) };
      return {
        stage: stageOf(me),
        label: me.household_label || '',
        pending: asked ? texts.pending(asked.household_label) : '',
        refused: asked && asked.state === 'refused' ? texts.refused(asked.household_label) : '',
        form,
        isComplete: isComplete(form),
      };
    },

    /** @param {WechatMiniprogram.Input} event */
    onInput(event) {
      this.fill({ [event.currentTarget.dataset.field]: event.detail.value });
    },

    /** @param {{ detail: { value: string } }} event */
    onRelation({ detail }) {
      this.fill({ relation: detail.value });
    },

    /** @param {Record<string, string>} typed */
    fill(typed) {
      const form = { ...this.data.form, ...typed };
      drafts.keep(FORM, form);
      this.query = { ...this.query, code: '' };
      this.setData({ form, isComplete: isComplete(form) });
    },

    async onJoin() {
      const ended = await this.act(households.join(this.data.form, texts.joinLabel));
      if (ended !== 'refused') drafts.drop(FORM);
    },
  }),
);
