// “我要申报”: first which deed, then when, how many and a word; kept while it is being written.
const { screen, back, open, tell } = require('../../../utils/screen');
const proxy = require('../../../services/proxy');
const points = require('../../../services/points');
const subscriptions = require('../../../services/subscriptions');
const photos = require('../../../services/photos');
const drafts = require('../../../services/client/drafts');
const texts = require('../../../texts/points');
const { groupDeeds, dayChoices, daysToChoose } = require('./deeds');

const BLANK = { rule: '', deedOn: '', quantity: 1, note: '' };

Page(
  screen({
    data: { t: texts, household: null, joinRequest: null, groups: [], form: BLANK, deed: null, choices: [], today: '', draft: '' },
    isEmpty: ({ household, groups }) => household && !groups.length,

    async load(query) {
      const { household_id: household, village_id: village, join_request: joinRequest } = await proxy.served(query);
      if (!household) return { household, joinRequest };
      const { items } = await points.rules(village);
      const groups = groupDeeds(items);
      const form = drafts.find(this.draft()) || this.data.form;
      const served = query.household || '';
      return { household, served, groups, ...shown(form, groups), today: daysToChoose().today, draft: this.draft() };
    },

    draft() {
      return `claim:${this.query.household || 'mine'}`;
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    onDeed(event) {
      this.fill({ rule: event.currentTarget.dataset.code, quantity: 1, deedOn: daysToChoose().today });
      wx.pageScrollTo({ scrollTop: 0, duration: 0 });
    },

    onOtherDeed() {
      this.fill({ rule: '' });
    },

    /** @param {{ detail: { value: string } }} event */
    onDay({ detail }) {
      this.fill({ deedOn: detail.value });
    },

    /** @param {{ detail: { value: number } }} event */
    onQuantity({ detail }) {
      this.fill({ quantity: detail.value });
    },

    /** @param {{ detail: { value: string } }} event */
    onNote({ detail }) {
      this.fill({ note: detail.value });
    },

    /** @param {Partial<typeof BLANK>} typed */
    fill(typed) {
      const form = { ...this.data.form, ...typed };
      drafts.keep(this.draft(), form);
      this.setData(shown(form, this.data.groups));
    },

    /** @param {string[]} hashes of the photos that show it */
    claim(hashes) {
      const { household, form, deed } = this.data;
      return this.act(
        proxy.inNameOf(household, points.claim({ household, ...form, photos: hashes }, texts.claimLabel(deed.title))),
        (/** @type {any} */ claim) => tell(texts.claimedTitle, texts.claimedWords(claim.points, hashes.length)),
      );
    },

    async onSend() {
      if (!this.data.served) await subscriptions.offer('claim');
      const { takesPhotos } = this.data.deed;
      const ended = await (takesPhotos ? photos.handIn(this.draft(), (hashes) => this.claim(hashes)) : this.claim([]));
      if (ended === 'refused') return undefined;
      drafts.drop(this.draft());
      this.setData(shown(BLANK, this.data.groups));
      const { served } = this.data;
      return served ? back(`/packages/workbench/proxy/proxy?household=${served}`) : open('/pages/points/points');
    },
  }),
);

/** What the form looks like now. @param {typeof BLANK} form @param {{ deeds: any[] }[]} groups */
function shown(form, groups) {
  const deed = groups.flatMap(({ deeds }) => deeds).find(({ code }) => code === form.rule) || null;
  return { form, deed, choices: dayChoices(form.deedOn) };
}
