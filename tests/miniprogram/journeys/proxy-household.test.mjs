// A household without a phone: registered at the door, given its plate, served by a leader, and told in person.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { choosePicture, drawJpeg } from '../support/pictures.mjs';
import { startStage } from '../support/stage.mjs';

const CHAIR = 'demo-rural-chair';
const NAME = '蒲秀英';
const DEED = '有害垃圾集中投放';
const STANDARDS = 18;
const SHOWN = 7; // a photo may show it

/** @type {import('../support/stage.mjs').Stage} */
let stage;
/** @type {import('../support/phone.mjs').Phone} */
let phone;
/** The number under which the household was registered. */
let number = '';
before(async () => {
  stage = await startStage();
  phone = await stage.openPhone({ person: CHAIR, path: '/packages/workbench/workbench/workbench' });
});
after(() => stage.close());

test('a household without a phone is registered, even if the battery dies on the way', async () => {
  await phone.tap('住户');
  await phone.tap('登记新住户');
  await phone.fill('哪一组', '三组');
  await phone.fill('姓名', NAME);
  const form = await where();
  await phone.restart();
  await phone.launch(form);
  assert.equal(await phone.page.getByRole('textbox', { name: '姓名' }).inputValue(), NAME);
  await phone.tap('登记');
  await phone.see(/登记好了，户号/);
  await phone.tap('知道了');
  await phone.see(NAME);
  await phone.see('没用手机');
});

test('its door plate is shown to be printed', async () => {
  const household = await where();
  await phone.tap('门牌码');
  await phone.page.getByRole('img', { name: /的门牌码$/ }).waitFor();
  await phone.screenshot('proxy-household/door-plate');
  await phone.launch(household);
});

test('the leader answers and claims for it, and says for whom and why', async () => {
  await phone.tap('代这户办事');
  await phone.tap('家里没有智能手机。');
  await phone.tap('当面说好的');
  await phone.tap('开始代办');
  await phone.see(`正在替${NAME}办事`);
  await phone.screenshot('proxy-household/what-to-do');
  const { id } = await servedPage();

  await claim();
  await answerAll();

  const { household, assessments, claims } = await booked(id);
  number = household.number;
  assert.equal(household.members[0].name, NAME);
  assert.deepEqual(claims.map((/** @type {any} */ one) => one.rule_title), [DEED]);
  assert.equal(assessments.length, 1);
  await phone.until(async () => (await shownBy(claims[0], assessments[0])).every((act) => act.is_complete));
  const shown = await shownBy(claims[0], assessments[0]);
  assert.deepEqual(shown.map(({ photos }) => photos.length), [1, 1]);
});

test('she is told in person what became of it, and the list grows shorter', async () => {
  await phone.launch('/packages/workbench/tell/tell');
  const mine = await messageFor(number);
  assert.ok(mine, 'the message waits to be told');
  const button = phone.page.getByRole('button', { name: '已经告诉了' }).nth(mine.index);
  await phone.tap(button);
  const left = (await phone.data()).items.map((/** @type {any} */ { id }) => id);
  assert.ok(!left.includes(mine.id));
});

test('its neighbour without a phone, found by her door plate, gets goods and a place at an activity', async () => {
  await phone.scan(stage.code('005号户门牌'));
  await phone.tap('代这户办事');
  await phone.tap('眼睛看不清，请我念着办。');
  await phone.tap('电话里说好的');
  await phone.tap('开始代办');
  const { path, id } = await servedPage();

  await phone.tap('换东西');
  await phone.tap('多一个 香皂');
  await phone.tap('选好了');
  await phone.tap('就换这些');
  await phone.see('到积分超市给管理员看');

  await phone.launch(path);
  await phone.tap(/^节日大扫除/);
  await phone.tap('报名');
  await phone.tap(/^给.+报名$/);
  await phone.see('报上名了');
  await phone.tap('知道了');

  const chair = await stage.api(CHAIR);
  const { items } = await chair.get(`/orders?household_id=${id}`);
  assert.ok(items.some((/** @type {any} */ { state }) => state === 'reserved'));
  await phone.launch(path);
  await phone.tap('办完了');
});

/** The page of acting for a household, and for which. */
async function servedPage() {
  const path = await where();
  return { path, id: new URLSearchParams(path.split('?')[1]).get('household') };
}

async function claim() {
  await phone.tap('报积分');
  await phone.see(`您正在替${NAME}办事`);
  await phone.tap(DEED);
  await photograph(1);
  await phone.tap('报上去');
  await phone.tap('知道了');
}

/** What stands at the door is its household's. @param {number} seed */
async function photograph(seed) {
  await choosePicture(phone, await drawJpeg(phone, { width: 320, height: 240, seed }));
  await phone.find('不要这张 第1张照片').waitFor();
}

/** One standard after the other, read out at the door. */
async function answerAll() {
  await phone.tap('答18条自评');
  for (let position = 1; position <= STANDARDS; position += 1) {
    await phone.see(`第${position}条，共${STANDARDS}条`);
    if (position === SHOWN) await photograph(2);
    await phone.tap('做到了');
  }
  await phone.see(`已答${STANDARDS}条`);
  await phone.tap('答完了，看一看');
  await phone.tap('交给评议小组');
  await phone.tap('交');
  await phone.see('自评已经交了');
}

/** What the books hold of this household. @param {string | null} id */
async function booked(id) {
  const chair = await stage.api(CHAIR);
  const [household, claims, assessments] = await Promise.all([
    chair.get(`/households/${id}`),
    chair.get(`/claims?household_id=${id}`),
    chair.get(`/assessments?village_id=${(await chair.get('/me')).offices[0].organisation_id}&state=submitted&size=100`),
  ]);
  const own = assessments.items.filter((/** @type {any} */ one) => one.household_id === household.id);
  return { household, claims: claims.items, assessments: own };
}

/** The claim and the answer that photos show, as the leader sees them. @param {any} claimed @param {any} assessment */
async function shownBy(claimed, assessment) {
  const chair = await stage.api(CHAIR);
  const [{ claim: shown }, { clauses }] = await Promise.all([
    chair.get(`/claims/${claimed.id}`),
    chair.get(`/assessments/${assessment.id}`),
  ]);
  return [shown, clauses[SHOWN - 1]];
}

/** The page on the screen with its query. @returns {Promise<string>} */
function where() {
  return phone.page.evaluate(() => {
    const { route, options } = __preview.pages.at(-1);
    return `/${route}?${new URLSearchParams(options)}`;
  });
}

/** The worker brings the message in its own time. @param {string} number of the household */
async function messageFor(number) {
  for (let tries = 0; tries < 30; tries += 1) {
    const { items } = await phone.data();
    const index = items.findIndex((/** @type {any} */ { household }) => household.includes(number));
    if (index >= 0) return { index, id: items[index].id };
    await phone.page.waitForTimeout(500);
    await phone.launch('/packages/workbench/tell/tell');
    while (await phone.find('再看一些').isVisible()) await phone.tap('再看一些');
  }
  return null;
}
