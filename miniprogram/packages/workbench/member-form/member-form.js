// Name, relation and, if she likes, the phone number of one member; `change` tells the whole member.
const texts = require('../../../texts/leaders/households');

const RELATIONS = Object.keys(texts.relations).map((value) => ({
  value,
  word: texts.relations[/** @type {keyof typeof texts.relations} */ (value)],
}));

Component({
  properties: { member: { type: Object, value: {} } },
  data: { t: texts, relations: RELATIONS },
  methods: {
    /** @param {any} event */
    type(event) {
      this.tell({ [event.currentTarget.dataset.name]: event.detail.value });
    },

    /** @param {{ detail: { value: string } }} event */
    choose({ detail }) {
      this.tell({ relation: detail.value });
    },

    /** @param {Record<string, string>} typed */
    tell(typed) {
      this.triggerEvent('change', { member: { ...this.data.member, ...typed } });
    },
  },
});
