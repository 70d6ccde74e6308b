// What a public notice says, as it hangs on the wall.
const days = require('../../../utils/days');
const texts = require('../../../texts/points');

/** @param {any} notice */
function headOf(notice) {
  const isOpen = notice.state === 'open';
  return {
    id: notice.id,
    title: notice.title,
    days: texts.noticeDays(days.sayDay(notice.published_on), days.sayDay(notice.usable_on)),
    tone: isOpen ? 'waiting' : 'good',
    word: isOpen ? texts.noticeOpen : texts.noticeClosed,
    isOpen,
    provisional: notice.is_provisional ? texts.provisional : '',
    to: `/packages/points/notice/notice?id=${notice.id}`,
  };
}

/** @param {{ position: number, content: any }} entry of a notice of points; the service masks the household */
function entryOf({ position, content }) {
  return {
    position,
    household: content.household,
    rule: content.rule,
    when: texts.doneOn(days.sayDay(content.deed_on)),
    points: content.points,
  };
}

module.exports = { headOf, entryOf };
