// Answers the 18 questions on a phone, the way a person does: she reads one, chooses, and the next one comes.
import assert from 'node:assert/strict';

const QUESTION = 'packages/assessments/question/question';
const WORDS = { yes: '做到了', no: '还没做到', na: '我家没有这个情况' };

/**
 * Answer some questions from the one on the screen on.
 * @param {import('./phone.mjs').Phone} phone @param {('yes' | 'no' | 'na')[]} answers
 */
export async function answerQuestions(phone, answers) {
  for (const answer of answers) {
    const { code, isLast } = await question(phone);
    await phone.tap(WORDS[answer]);
    await phone.page.waitForFunction(
      ([asked, last]) => {
        const shown = __preview.pages.at(-1).data.question;
        return last ? shown.answer !== '' : shown.code !== asked;
      },
      /** @type {const} */ ([code, isLast]),
    );
  }
}

/** @param {import('./phone.mjs').Phone} phone @returns {Promise<any>} the question on the screen */
export async function question(phone) {
  assert.equal(await phone.route(), QUESTION);
  return (await phone.data()).question;
}

/** Hand in what was answered. @param {import('./phone.mjs').Phone} phone */
export async function handIn(phone) {
  await phone.tap('答完了，看一看');
  await phone.see('都答完了');
  await phone.tap('交给评议小组');
  await phone.tap('交');
  await phone.see('自评已经交了');
}
