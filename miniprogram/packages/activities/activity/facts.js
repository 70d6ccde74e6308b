// What an activity is about, as it is read and as it is read aloud.
const { checkedLines } = require('../../../utils/checked');
const texts = require('../../../texts/activities');

/** @param {any} activity */
function factsOf(activity) {
  const { id, title, place, content, contact, risk_notes: riskNotes, insurance } = activity;
  const rows = [
    { label: texts.place, words: place },
    { label: texts.content, words: content },
    { label: texts.contact, words: contact },
    { label: texts.organiser, words: activity.organisation_name },
  ];
  return {
    id,
    title,
    rows,
    riskNotes,
    insurance,
    risk: texts.risks[/** @type {keyof typeof texts.risks} */ (activity.risk)],
    check: checkedLines(title, activity.text_state)[1] || '',
    draft: activity.state === 'draft' ? texts.draft : '',
  };
}

/** @param {any} activity @param {{ when: string, mark: { word: string }, gain: string }[]} shifts */
function spokenOf(activity, shifts) {
  const times = shifts.map(({ when, mark, gain }) => `${when}，${mark.word}，${gain}`);
  return texts.spoken([
    activity.title,
    ...times,
    `${texts.place}，${activity.place}`,
    activity.content,
    activity.risk_notes,
    activity.insurance,
  ]);
}

module.exports = { factsOf, spokenOf };
