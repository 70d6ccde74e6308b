// Hold a new activity: kind, day and time are a tap each, the rest is filled as last time; then it is published.
const { screen, back, tell } = require('../../../utils/screen');
const drafts = require('../../../services/client/drafts');
const storage = require('../../../services/device/storage');
const held = require('../../../services/leaders/activities');
const identity = require('../../../services/identity');
const days = require('../../../utils/days');
const texts = require('../../../texts/leaders/activities');
const choices = require('./choices');

const FORM = 'activity';
const USUAL = 'usual:activity';
const STEPS = ['group', 'type', 'day', 'time', 'check'];

Page(
  screen({
    data: {
      t: texts,
      step: '',
      groups: [],
      recent: [],
      types: [],
      days: [],
      form: null,
      needed: {},
      when: '',
      isComplete: false,
      isChanging: false,
    },

    async load({ village }) {
      const [catalogue, me] = await Promise.all([held.types(), identity.me()]);
      this.catalogue = catalogue.items;
      const office = me.offices.find((/** @type {any} */ one) => String(one.organisation_id) === village);
      this.organisation = office ? office.organisation_name : me.offices[0].organisation_name;
      const form = this.data.form || this.begun();
      const step = this.data.step || (form ? 'check' : 'group');
      return {
        groups: choices.groupsOf(this.catalogue),
        recent: choices.recentOf(this.catalogue, storage.find(USUAL)),
        days: choices.daysOffered(),
        ...this.checked(form),
        step,
      };
    },

    /** What was begun before, unless its kind has left the catalogue. */
    begun() {
      const form = drafts.find(FORM);
      return form && this.typeOf(form) ? form : null;
    },

    /** The form with what follows from it. @param {any} form */
    checked(form) {
      if (!form) return { form };
      const type = this.typeOf(form);
      const needed = choices.neededFor(type);
      if (!form.day || !form.time) return { form, needed };
      const { starts_at: start, ends_at: end } = choices.spanOf(form, type);
      const when = texts.lasting(days.sayMeeting(start), days.sayTime(end));
      return { form, needed, when, isComplete: choices.isComplete(form, needed) };
    },

    /** @param {any} form */
    typeOf(form) {
      return this.catalogue.find((/** @type {any} */ { code }) => code === form.type_code);
    },

    /** @param {string} step @param {any} [data] */
    show(step, data = {}) {
      this.setData({ ...data, step });
      wx.pageScrollTo({ scrollTop: 0, duration: 0 });
    },

    /** @param {{ detail: { value: string } }} event */
    onGroup({ detail }) {
      const types = this.catalogue.filter((/** @type {any} */ type) => type.group_code === detail.value);
      this.show('type', { types: types.map(choices.typeLine) });
    },

    /** @param {{ detail: { value: string } }} event */
    onType({ detail }) {
      const form = choices.formFor(this.typeOf({ type_code: detail.value }), storage.find(USUAL), this.organisation);
      this.show('day', this.checked(form));
    },

    /** @param {{ detail: { value: string } }} event from a choice or from the calendar */
    onDay({ detail }) {
      this.show('time', this.checked({ ...this.data.form, day: detail.value }));
    },

    /** @param {{ detail: { value: string } }} event */
    onTime({ detail }) {
      const form = { ...this.data.form, time: detail.value };
      drafts.keep(FORM, form);
      this.show('check', this.checked(form));
    },

    onPrevious() {
      const before = STEPS[STEPS.indexOf(this.data.step) - 1];
      this.show(before === 'type' && !this.data.types.length ? 'group' : before);
    },

    onChange() {
      this.setData({ isChanging: true });
    },

    /** @param {any} event */
    onFill(event) {
      const form = { ...this.data.form, [event.currentTarget.dataset.name]: event.detail.value };
      drafts.keep(FORM, form);
      this.setData({ form, isComplete: choices.isComplete(form, this.data.needed) });
    },

    onPublish() {
      return this.store(async (/** @type {any} */ { id, title }) => {
        const ended = await this.act(held.publication(id, {}, texts.publishLabel(title)), () =>
          tell(texts.publishedTitle, texts.publishedText),
        );
        if (ended === 'refused') await tell(this.data.problem.title, this.data.problem.detail);
      });
    },

    onKeepDraft() {
      return this.store(() => tell(texts.draftTitle, texts.draftText));
    },

    /** Once the draft is stored or kept it is never made twice. @param {(activity: any) => any} after */
    async store(after) {
      const { form } = this.data;
      const draft = choices.draftOf(Number(this.query.village), form, this.typeOf(form));
      const ended = await this.act(held.creation(draft, texts.createLabel(draft.title)), after);
      if (ended === 'refused') return;
      drafts.drop(FORM);
      storage.keep(USUAL, choices.remembered(storage.find(USUAL), form));
      this.leave();
    },

    leave() {
      back(`/packages/organise/activities/activities?village=${this.query.village}`);
    },
  }),
);
