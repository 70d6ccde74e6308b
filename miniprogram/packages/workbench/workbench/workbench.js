// What waits for a leader's decision, pile by pile, and what she may always do.
const { screen } = require('../../../utils/screen');
const workbench = require('../../../services/leaders/workbench');
const identity = require('../../../services/identity');
const texts = require('../../../texts/leaders/workbench');
const { doors, places } = require('./tiles');

Page(
  screen({
    data: { t: texts, places: [], doors: [] },
    isEmpty: (data) => !data.places.length && !data.doors.length,

    async load() {
      const [{ items }, me] = await Promise.all([workbench.tiles(), identity.me()]);
      return { places: places(items, me.offices), doors: doors(me) };
    },
  }),
);
