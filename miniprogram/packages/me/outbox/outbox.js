// Acts and photos that wait for the line, and those that the service did not take while nobody looked on.
const { screen } = require('../../../utils/screen');
const outbox = require('../../../services/client/outbox');
const photos = require('../../../services/photos');
const days = require('../../../utils/days');
const photoTexts = require('../../../texts/photos');
const texts = require('../../../texts/me');

/** @param {{ refusal?: { type: string } }} unsent */
const lacksConsent = ({ refusal }) => Boolean(refusal) && /** @type {any} */ (refusal).type === 'consent-required';

/** @param {import('../../../services/client/outbox').Act} act */
function line({ key, label, at, refusal }) {
  return {
    key,
    label,
    picture: '',
    when: texts.doneAt(days.sayMoment(at)),
    detail: refusal ? refusal.detail : '',
    lacksConsent: lacksConsent({ refusal }),
    mark: refusal ? { tone: 'attention', word: texts.notTaken } : { tone: 'waiting', word: texts.willSend },
  };
}

/** @param {import('../../../services/photos').Photo} photo */
function photoLine({ sha256, path, at, refusal }) {
  return { ...line(/** @type {any} */ ({ key: sha256, label: photoTexts.label, at, refusal })), picture: path };
}

Page(
  screen({
    data: { t: texts, items: [], canSend: false },
    isEmpty: ({ items }) => !items.length,

    async load() {
      const acts = outbox.acts();
      const handedIn = photos.handedIn();
      const canSend = [...acts, ...handedIn].some(({ refusal }) => !refusal);
      return { items: [...acts.map(line), ...handedIn.map(photoLine)], canSend };
    },

    onPhotoStored() {
      this.reload();
    },

    async onSend() {
      await outbox.flush();
      await photos.flush();
      this.reload();
    },

    /** She is asked for her consent once more, for all that wants it. */
    async onAgain() {
      await outbox.again();
      if (!outbox.acts().some(lacksConsent)) await photos.again();
      this.reload();
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    async onForget(event) {
      const { key } = event.currentTarget.dataset;
      outbox.remove(key);
      await photos.forget(key);
      this.reload();
    },
  }),
);
