// The households this leader declared as relatives': she decides nothing there until she withdraws it.
const { screen, ask } = require('../../../utils/screen');
const { listing } = require('../../../utils/listing');
const households = require('../../../services/leaders/households');
const identity = require('../../../services/identity');
const days = require('../../../utils/days');
const common = require('../../../texts/common');
const texts = require('../../../texts/leaders/households');

/** @param {any} relative */
function line({ id, label, declared_at: at }) {
  return { id, label, since: texts.declaredOn(days.sayDayOf(at)) };
}

const list = listing((_, after) => households.relatives(after), line);

Page(
  screen({
    data: { t: texts, common, items: [], nextAfter: null, toHouseholds: '' },

    onMore: list.onMore,

    async load(/** @type {any} */ query) {
      const [shown, me] = await Promise.all([list.load.call(this, query), identity.me()]);
      const mayFind = me.permissions.includes('household:register');
      const toHouseholds = mayFind ? `/packages/workbench/households/households?village=${query.village}` : '';
      return { ...shown, toHouseholds };
    },

    /** @param {WechatMiniprogram.TouchEvent} event */
    async onWithdraw(event) {
      const { id, label } = this.data.items[event.currentTarget.dataset.index];
      if (!(await ask(texts.withdrawTitle, texts.withdrawBody(label), texts.withdrawYes))) return;
      await this.act(households.withdrawal(id, texts.withdrawLabel));
    },
  }),
);
