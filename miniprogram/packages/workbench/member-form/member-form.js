// Name, relation and, if she likes, the phone number of one member; a minor's birthday, and who agrees for her under 14.
// `change` tells the whole member.
const texts = require('../../../texts/leaders/households');
const { needsGuardian } = require('../register/form');

const RELATIONS = Object.keys(texts.relations).map((value) => ({
  value,
  word: texts.relations[/** @type {keyof typeof texts.relations} */ (value)],
}));

Component({
  properties: {
    member: { type: Object, value: /** @type {any} */ ({}) },
    /** grown-ups of her household who may agree for her; none before it is registered */
    guardians: { type: Array, value: [] },
  },
  data: { t: texts, relations: RELATIONS, needsGuardian: false },
  observers: {
    member: function see(member) {
      this.setData({ needsGuardian: needsGuardian(member) });
    },
  },
  methods: {
    /** @param {any} event */
    type(event) {
      this.tell({ [event.currentTarget.dataset.name]: event.detail.value });
    },

    /** @param {{ detail: { value: string } }} event */
    choose({ detail }) {
      this.tell({ relation: detail.value });
    },

    minor() {
      this.tell({ isMinor: !this.data.member.isMinor });
    },

    /** @param {{ detail: { name: string, value: string } }} event */
    said({ detail: { name, value } }) {
      this.tell({ [name]: value });
    },

    /** @param {Record<string, any>} typed */
    tell(typed) {
      this.triggerEvent('change', { member: { ...this.data.member, ...typed } });
    },
  },
});
