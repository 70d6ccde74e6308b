// Report what is shown here (举报): five reasons, sent once, thanks afterwards.
const outbox = require('../../services/client/outbox');
const reports = require('../../services/reports');
const { tell } = require('../../utils/screen');
const texts = require('../../texts/reports');

Component({
  properties: {
    /** activity, notice, photo, feedback_answer or claim_note */
    kind: { type: String, value: '' },
    objectId: { type: Number, value: 0 },
  },
  data: { t: texts, isOpen: false, isSending: false, reason: '', told: '' },
  observers: {
    objectId() {
      this.setData({ isOpen: false, reason: '', told: '' });
    },
  },
  methods: {
    onOpen() {
      this.setData({ isOpen: true });
    },

    onClose() {
      this.setData({ isOpen: false, reason: '' });
    },

    /** @param {{ detail: { value: string } }} event */
    onReason({ detail }) {
      this.setData({ reason: detail.value });
    },

    async onSend() {
      const { kind, objectId, reason } = this.data;
      this.setData({ isSending: true });
      try {
        const wanted = reports.report(/** @type {any} */ (kind), objectId, reason, texts.label);
        const { isDone } = await outbox.act(wanted);
        if (isDone) await tell(texts.thanks, texts.thanksBody);
        this.setData({ told: isDone ? texts.reported : texts.waits, isOpen: false });
      } catch (refusal) {
        const { title, detail } = /** @type {any} */ (refusal);
        await tell(title, detail);
      }
      this.setData({ isSending: false });
    },
  },
});
