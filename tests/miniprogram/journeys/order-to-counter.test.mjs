// A household orders, shows its code, and fetches its goods at the counter: by six digits and by scanning.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStage } from '../support/stage.mjs';

const BUYER = 'demo-rural-household-004';
const OTHER = 'demo-rural-household-002';
const SHOPKEEPER = 'demo-rural-shopkeeper';

/** @type {import('../support/stage.mjs').Stage} */
let stage;

before(async () => {
  stage = await startStage();
});
after(() => stage?.close());

/** Answer the dialog. @param {import('../support/phone.mjs').Phone} phone @param {string} word */
const answer = (phone, word) => phone.tap(phone.page.getByRole('dialog').getByRole('button', { name: word }));

/** @param {import('../support/phone.mjs').Phone} phone @param {string} digits */
async function typeDigits(phone, digits) {
  for (const name of digits) await phone.tap(phone.page.getByRole('button', { name, exact: true }));
  await phone.tap('看是什么货');
}

test('an order goes from the shelf to the counter by its six digits', async () => {
  const buyer = await stage.openPhone({ person: BUYER, path: '/pages/points/points' });
  await buyer.tap('去换东西');
  await buyer.tap('多一个 香皂');
  await buyer.see('要用30分');
  await buyer.see('换了还剩10分');
  await buyer.restart();
  await buyer.launch('/packages/shop/goods/goods');
  await buyer.see('要用30分');
  await buyer.tap('选好了');
  await buyer.see('换这些，对吗？');
  await buyer.tap('就换这些');
  await buyer.see('到积分超市给管理员看');
  const { order } = await buyer.data();
  const digits = order.digits.replace(' ', '');
  assert.match(digits, /^[0-9]{6}$/);
  assert.match(order.picture, /^data:image\/png;base64,/);

  const counter = await stage.openPhone({ person: SHOPKEEPER, path: '/packages/desk/desk/desk' });
  await counter.see(order.household);
  await typeDigits(counter, digits);
  await counter.see('请备好这些，交给');
  await counter.see(order.household);
  await counter.see('1块');
  await counter.see(/^一共30分/);
  await counter.tap('先不发');
  await typeDigits(counter, digits);
  await counter.tap('发货');
  await counter.see('已发货');
  await counter.see('用了30分，已经记好。');
  await counter.tap('下一位');

  await typeDigits(counter, digits);
  await counter.see(/已经发过货了/);

  await buyer.restart();
  await buyer.launch('/packages/shop/orders/orders');
  await buyer.see('已领货');
});

test('an order is handed out by scanning its voucher, once', async () => {
  const home = await stage.api(OTHER);
  const { items } = await home.get('/orders?state=reserved');
  const { voucher, household_label: household } = await home.get(`/orders/${items[0].id}`);

  const counter = await stage.openPhone({ person: SHOPKEEPER, path: '/packages/desk/desk/desk' });
  await counter.tap('扫取货码');
  await counter.scan(voucher);
  await counter.see('请备好这些，交给');
  await counter.see(household);
  await counter.tap('发货');
  await counter.see('已发货');
  await counter.tap('下一位');
  await counter.tap('扫取货码');
  await counter.scan(voucher);
  await counter.see(/已经发过货了/);
});

test('what is not wanted any more gives its points back', async () => {
  const buyer = await stage.openPhone({ person: 'demo-rural-household-003', path: '/packages/shop/orders/orders' });
  await buyer.tap('香皂1块');
  await buyer.tap('不换了');
  await answer(buyer, '不要了');
  await buyer.see('已取消');
  await buyer.launch('/pages/points/points');
  await buyer.see('40');
});

test('the shopkeeper notes a delivery', async () => {
  const counter = await stage.openPhone({ person: SHOPKEEPER, path: '/packages/desk/stock/stock' });
  await counter.tap('进货 牙膏');
  await counter.fill('进了几盒？', '12');
  await counter.tap('记上');
  await counter.see('牙膏现在有52盒。');
  await answer(counter, '知道了');
  await counter.see('现有52盒');
});

test('the shopkeeper puts new goods on the shelf, but no tobacco', async () => {
  const counter = await stage.openPhone({ person: SHOPKEEPER, path: '/packages/desk/stock/stock' });
  await counter.tap('上新货品');
  await counter.fill('货品叫什么', '香烟');
  await counter.fill('按什么算', '包');
  await counter.fill('换一份要几分', '55');
  await counter.fill('编号（每样一个）', 'N01');
  await counter.tap('放上货架');
  await counter.see(/积分超市不发烟、酒、彩票/);

  await counter.fill('货品叫什么', '花种');
  await counter.restart();
  await counter.tap('放上货架');
  await counter.see('上架了');
  await answer(counter, '知道了');
  assert.equal(await counter.route(), 'packages/desk/stock/stock');
  const { village } = await counter.data();
  const { items } = await (await stage.api(SHOPKEEPER)).get(`/villages/${village}/goods?size=100`);
  const { code, unit, price_points: price, stock } = items.find((/** @type {any} */ { name }) => name === '花种');
  assert.deepEqual({ code, unit, price, stock }, { code: 'N01', unit: '包', price: 55, stock: 0 });
  assert.ok(!items.some((/** @type {any} */ { name }) => name === '香烟'));
});

test('a neighbour is not asked to fill the shelf', async () => {
  const { village_id: village } = await (await stage.api(OTHER)).get('/me');
  const neighbour = await stage.openPhone({ person: OTHER, path: `/packages/desk/stock/stock?village=${village}` });
  await neighbour.see('牙膏');
  await neighbour.miss('上新货品');
});

test('without a line nothing is handed out', async () => {
  const counter = await stage.openPhone({ person: SHOPKEEPER, path: '/packages/desk/desk/desk' });
  await counter.network('off');
  await typeDigits(counter, '123456');
  await counter.see(/^没连上网/);
  await counter.miss('已发货');
});
