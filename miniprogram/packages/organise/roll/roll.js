// Call the roll of a shift: who came, who did not, and who came without signing up.
const { screen, tell } = require('../../../utils/screen');
const outbox = require('../../../services/client/outbox');
const households = require('../../../services/households');
const registry = require('../../../services/leaders/households');
const held = require('../../../services/leaders/activities');
const identity = require('../../../services/identity');
const texts = require('../../../texts/leaders/activities');
const { villageOf } = require('../../../utils/offices');
const { marksOf, rollLines, saidOf, unsentOf } = require('./lines');

const NOBODY = { find: '', found: null, members: [], household: null };

Page(
  screen({
    data: {
      t: texts,
      title: '',
      when: '',
      lines: [],
      isWalkIn: false,
      walkIn: NOBODY,
      count: 0,
      counted: '',
      button: texts.save(0),
    },

    onLoad() {
      this.unsent = 0;
      this.endOutbox = outbox.watch((acts) => this.seeUnsent(acts));
    },

    onUnload() {
      this.endOutbox();
    },

    /** What waited in the phone has been sent: show what became of it. @param {any[]} acts */
    seeUnsent(acts) {
      const mine = acts.filter(({ path }) => path.startsWith(held.shiftPath(this.query.session))).length;
      if (mine < this.unsent && !this.data.isActing) this.reload();
      this.unsent = mine;
    },

    async load({ session, title = '', when = '' }) {
      this.roll = await held.roll(session);
      this.marked = this.marked || {};
      this.results = this.results || {};
      return { title, when, ...this.shown() };
    },

    /** The roll with what was marked on it. */
    shown() {
      const unsent = unsentOf(outbox.acts(), held.rollPath(this.query.session));
      const lines = rollLines(this.roll, this.marked, this.results, unsent);
      const count = Object.keys(this.marked).length;
      const all = lines.filter((line) => line.isCallable).length;
      return { lines, count, counted: texts.counted(count, all), hasCallable: all > 0, button: texts.save(count) };
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    onMark(event) {
      const { id, mark } = event.currentTarget.dataset;
      const { [id]: before, ...others } = this.marked;
      this.marked = before === mark ? others : { ...others, [id]: mark };
      this.setData(this.shown());
    },

    onAllPresent() {
      const callable = this.data.lines.filter((/** @type {any} */ line) => line.isCallable);
      this.marked = Object.fromEntries(callable.map((/** @type {any} */ { id }) => [id, 'present']));
      this.setData(this.shown());
    },

    /** @param {any} item what became of one line */
    note(item) {
      this.results = { ...this.results, [item.sign_up_id]: item };
    },

    async onSave() {
      const { session } = this.query;
      const ended = await this.act(
        held.rollCall(session, marksOf(this.marked), texts.rollLabel(this.data.count)),
        (/** @type {any} */ { items }) => {
          items.forEach((/** @type {any} */ item) => this.note(item));
        },
      );
      if (ended === 'refused') return;
      this.marked = {};
      this.setData(this.shown());
      this.reload();
    },

    onWalkIn() {
      this.setData({ isWalkIn: true, walkIn: NOBODY });
      wx.pageScrollTo({ scrollTop: 0, duration: 0 });
    },

    onBackToRoll() {
      this.setData({ isWalkIn: false, problem: null });
    },

    /** @param {{ detail: { value: string } }} event */
    onType({ detail }) {
      this.setData({ 'walkIn.find': detail.value });
    },

    async onFind() {
      try {
        const { offices } = await identity.me();
        const { items } = await registry.list(villageOf(offices), this.data.walkIn.find.trim());
        const found = items.map((/** @type {any} */ { id, label, number }) => ({ id, label, number: texts.number(number) }));
        this.setData({ walkIn: { ...this.data.walkIn, found, household: null, members: [] }, problem: null });
      } catch (refusal) {
        this.showProblem(refusal);
      }
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    async onHousehold(event) {
      try {
        const household = await households.one(event.currentTarget.dataset.id);
        const members = household.members.map((/** @type {any} */ { id, name }) => ({ id, name }));
        this.setData({ 'walkIn.household': { id: household.id, label: household.label }, 'walkIn.members': members });
      } catch (refusal) {
        this.showProblem(refusal);
      }
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    async onMember(event) {
      const { id: member, name } = event.currentTarget.dataset;
      const who = { household: this.data.walkIn.household.id, member };
      const ended = await this.act(
        held.walkIn(this.query.session, who, texts.walkInLabel(name)),
        async (/** @type {any} */ item) => {
          this.note(item);
          await tell(name, saidOf(item));
        },
      );
      if (ended === 'refused') return;
      this.setData({ isWalkIn: false });
      this.reload();
    },
  }),
);
