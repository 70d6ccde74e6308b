// Complaints, suggestions and questions: write one, see what became of the others.
const { screen, tell } = require('../../../utils/screen');
const feedback = require('../../../services/feedback');
const identity = require('../../../services/identity');
const drafts = require('../../../services/client/drafts');
const days = require('../../../utils/days');
const { checkedWords } = require('../../../utils/checked');
const { villageOf } = require('../../../utils/offices');
const texts = require('../../../texts/me');

const FORM = 'feedback';
const BLANK = { kind: '', text: '' };
const KINDS = /** @type {('complaint' | 'suggestion' | 'question')[]} */ (Object.keys(texts.kinds)).map((value) => ({
  value,
  word: texts.kinds[value],
}));

/** Before the village can read it: its check. @param {string} state */
function checking(state) {
  if (state === 'passed') return null;
  return state === 'refused'
    ? { mark: { tone: 'attention', word: texts.notShown }, hint: texts.notShownHint }
    : { mark: { tone: 'waiting', word: texts.checking }, hint: texts.checkingHint };
}

/** @param {any} entry */
function line(entry) {
  const isAnswered = entry.state === 'answered';
  const waiting = entry.is_overdue
    ? { tone: 'attention', word: texts.overdue }
    : { tone: 'waiting', word: texts.waitingAnswer };
  const check = checking(entry.text_state);
  const isOver = isAnswered || entry.text_state === 'refused';
  return {
    id: entry.id,
    title: texts.kinds[/** @type {keyof typeof texts.kinds} */ (entry.kind)],
    text: entry.text,
    answer: isAnswered ? checkedWords(entry.answer, entry.answer_state) : '',
    isShown: isAnswered && entry.answer !== null,
    number: texts.number(entry.number),
    due: isOver ? '' : texts.dueOn(days.sayDay(entry.due_on)),
    hint: check ? check.hint : '',
    mark: check ? check.mark : isAnswered ? { tone: 'good', word: texts.answered } : waiting,
  };
}

/** Who has no household of her own but an office writes to the village of that office.
 * @param {any} me @returns {{ village: number | null, canWrite: boolean }} */
function addressee(me) {
  const village = me.household_id === null ? villageOf(me.offices) : null;
  return { village, canWrite: me.household_id !== null || village !== null };
}

Page(
  screen({
    data: { t: texts, kinds: KINDS, items: [], form: BLANK, isWriting: false, canWrite: false, village: null },
    isEmpty: ({ items, isWriting, canWrite }) => !items.length && !isWriting && canWrite,

    async load() {
      const [mine, me] = await Promise.all([feedback.mine(), identity.me()]);
      const form = drafts.find(FORM);
      return {
        items: mine.items.map(line),
        ...addressee(me),
        form: form || this.data.form,
        isWriting: this.data.isWriting || form !== null,
      };
    },

    onWrite() {
      this.setData({ isWriting: true, phase: 'ready' });
    },

    /** @param {{ detail: { value: string } }} event */
    onKind({ detail }) {
      this.fill({ kind: detail.value });
    },

    /** @param {{ detail: { value: string } }} event */
    onText({ detail }) {
      this.fill({ text: detail.value });
    },

    /** @param {Record<string, string>} typed */
    fill(typed) {
      const form = { ...this.data.form, ...typed };
      drafts.keep(FORM, form);
      this.setData({ form });
    },

    async onSend() {
      const { form, village } = this.data;
      const ended = await this.act(feedback.send(form, village, texts.sendLabel), (/** @type {any} */ sent) =>
        tell(texts.sentTitle, texts.sent(sent.number, days.sayDay(sent.due_on))),
      );
      if (ended === 'refused') return;
      drafts.drop(FORM);
      this.setData({ form: BLANK, isWriting: false });
      this.reload();
    },
  }),
);
