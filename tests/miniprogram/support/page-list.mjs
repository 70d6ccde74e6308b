// Every page of the mini-program: whose phone shows it, and with which query.
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './system.mjs';

const RESIDENT = 'demo-rural-household-001';
const ANSWERING = 'demo-rural-household-002';
const PASSED = 'demo-rural-household-017';
const NEWCOMER = 'demo-guest-1';
const CHAIR = 'demo-rural-chair';
const SHOPKEEPER = 'demo-rural-shopkeeper';

/** @typedef {import('./stage.mjs').Stage} Stage */
/** @typedef {Awaited<ReturnType<typeof findIds>>} Ids */

/** @type {Record<string, [person: string, query?: (ids: Ids) => string]>} */
export const PAGES = {
  'pages/home/home': [RESIDENT],
  'pages/activities/activities': [RESIDENT],
  'pages/points/points': [RESIDENT],
  'pages/me/me': [RESIDENT],
  'pages/scan/scan': [NEWCOMER, () => 'scene=not-a-code-of-ours'],
  'packages/assessments/standards/standards': [RESIDENT, () => 'zone=rural'],
  'packages/assessments/question/question': [ANSWERING, ({ assessment }) => `assessment=${assessment}`],
  'packages/assessments/result/result': [PASSED, ({ passed }) => `assessment=${passed}`],
  'packages/household/household/household': [RESIDENT],
  'packages/household/child/child': [RESIDENT],
  'packages/household/birth-day/birth-day': [RESIDENT, ({ household, child }) => `household=${household}&member=${child}`],
  'packages/household/join/join': [NEWCOMER],
  'packages/household/plate/plate': [RESIDENT, ({ household }) => `household=${household}`],
  'packages/points/statement/statement': [RESIDENT],
  'packages/points/explain/explain': [RESIDENT, ({ ownClaim }) => `claim=${ownClaim}`],
  'packages/points/claim/claim': [RESIDENT],
  'packages/points/notices/notices': [RESIDENT],
  'packages/points/notice/notice': [RESIDENT, ({ notice }) => `id=${notice}`],
  'packages/shop/goods/goods': [RESIDENT],
  'packages/shop/order/order': [RESIDENT, ({ order }) => `id=${order}`],
  'packages/shop/orders/orders': [RESIDENT],
  'packages/activities/activity/activity': [RESIDENT, ({ activity }) => `id=${activity}`],
  'packages/activities/sign-ups/sign-ups': [RESIDENT],
  'packages/desk/desk/desk': [SHOPKEEPER],
  'packages/desk/stock/stock': [SHOPKEEPER],
  'packages/desk/shelve/shelve': [SHOPKEEPER, ({ village }) => `village=${village}`],
  'packages/workbench/workbench/workbench': [CHAIR],
  'packages/workbench/claims/claims': [CHAIR, ({ village }) => `village=${village}`],
  'packages/workbench/claim/claim': [CHAIR, ({ claim }) => `id=${claim}`],
  'packages/workbench/reviews/reviews': [CHAIR, ({ village }) => `village=${village}`],
  'packages/workbench/review/review': [CHAIR, ({ review }) => `id=${review}`],
  'packages/workbench/households/households': [CHAIR, ({ village }) => `village=${village}`],
  'packages/workbench/household/household': [CHAIR, ({ household }) => `id=${household}`],
  'packages/workbench/status/status': [CHAIR, ({ household }) => `household=${household}`],
  'packages/workbench/head/head': [CHAIR, ({ household }) => `household=${household}`],
  'packages/workbench/register/register': [CHAIR, ({ village }) => `village=${village}`],
  'packages/workbench/proxy/proxy': [CHAIR, ({ withoutPhone }) => `household=${withoutPhone}`],
  'packages/workbench/joins/joins': [CHAIR, ({ village }) => `village=${village}`],
  'packages/workbench/codes/codes': [CHAIR, ({ household }) => `kind=door_plate&target=${household}`],
  'packages/workbench/prints/prints': [CHAIR, ({ village }) => `village=${village}`],
  'packages/workbench/print/print': [CHAIR, ({ village }) => `village=${village}&kind=door_plates`],
  'packages/workbench/tell/tell': [CHAIR, ({ village }) => `village=${village}`],
  'packages/workbench/replies/replies': [CHAIR, ({ village }) => `village=${village}`],
  'packages/workbench/texts/texts': [CHAIR],
  'packages/workbench/photos/photos': [CHAIR],
  'packages/workbench/reports/reports': [CHAIR],
  'packages/workbench/publish/publish': [CHAIR, ({ village }) => `village=${village}`],
  'packages/workbench/rules/rules': [CHAIR, ({ village }) => `village=${village}`],
  'packages/workbench/relatives/relatives': [CHAIR, ({ village }) => `village=${village}`],
  'packages/workbench/disclosure/disclosure': [CHAIR, ({ household, child }) => `household=${household}&member=${child}`],
  'packages/workbench/consents/consents': [CHAIR, ({ withoutPhone, granny }) => `household=${withoutPhone}&member=${granny}`],
  'packages/workbench/corrections/corrections': [CHAIR, ({ village }) => `village=${village}`],
  'packages/workbench/exports/exports': [CHAIR, ({ village }) => `village=${village}`],
  'packages/workbench/export/export': [CHAIR, ({ village }) => `village=${village}&kind=points_transfers`],
  'packages/organise/create/create': [CHAIR, ({ village }) => `village=${village}`],
  'packages/organise/activities/activities': [CHAIR, ({ village }) => `village=${village}`],
  'packages/organise/roll/roll': [CHAIR, ({ session }) => `session=${session}`],
  'packages/me/look/look': [RESIDENT],
  'packages/me/messages/messages': [RESIDENT],
  'packages/me/feedback/feedback': [RESIDENT],
  'packages/me/about/about': [RESIDENT],
  'packages/me/outbox/outbox': [RESIDENT],
  'packages/me/consents/consents': [RESIDENT],
  'packages/me/data/data': [RESIDENT],
  'packages/me/copy/copy': [RESIDENT],
  'packages/me/corrections/corrections': [RESIDENT],
  'packages/me/closing/closing': [RESIDENT],
};

/** @returns {string[]} the pages app.json names */
export function listedPages() {
  const app = JSON.parse(fs.readFileSync(path.join(ROOT, 'miniprogram/app.json'), 'utf8'));
  const packaged = app.subpackages.flatMap((/** @type {{ root: string, pages: string[] }} */ { root, pages }) =>
    pages.map((page) => `${root}/${page}`));
  return [...app.pages, ...packaged];
}

/** The ids of what the demo village holds. @param {Stage} stage */
export async function findIds(stage) {
  const chair = await stage.api(CHAIR);
  const own = await stage.api(RESIDENT);
  const village = (await chair.get('/me')).offices[0].organisation_id;
  const household = (await own.get('/me')).household_id;
  const first = async (/** @type {typeof own} */ who, /** @type {string} */ path) => (await who.get(path)).items[0]?.id;
  await own.post('/corrections', { field: 'name', wanted: '唐志刚' });
  const withoutPhone = (await chair.get(`/households?village_id=${village}&find=005`)).items[0].id;
  const [activity] = (await own.get(`/activities?village_id=${village}`)).items;
  return {
    village,
    household,
    ...(await ofAssessments(stage, chair, village)),
    withoutPhone,
    granny: (await chair.get(`/households/${withoutPhone}`)).members[0].id,
    child: await addChild(own, household),
    ownClaim: await first(own, `/claims?household_id=${household}&state=effective`),
    order: await first(own, '/orders?state=reserved'),
    claim: await first(chair, `/claims?village_id=${village}&state=submitted`),
    notice: await first(own, `/notices?village_id=${village}`),
    activity: activity.id,
    session: activity.sessions[0].id,
  };
}

/** @param {Awaited<ReturnType<Stage['api']>>} guardian @param {number} household */
async function addChild(guardian, household) {
  const { items } = await guardian.get('/consent-texts');
  const { version } = items.find((/** @type {any} */ { purpose }) => purpose === 'service');
  const bornOn = `${new Date().getFullYear() - 8}-05-04`;
  const child = { name: '冉小满', born_on: bornOn, relation: 'child', consent_version: version };
  return (await guardian.post(`/households/${household}/children`, child)).id;
}

/** @param {Stage} stage @param {Awaited<ReturnType<Stage['api']>>} chair @param {number} village */
async function ofAssessments(stage, chair, village) {
  const answering = await stage.api(ANSWERING);
  const { household_id: household } = await answering.get('/me');
  const begun = await answering.post(`/households/${household}/assessments`);
  const passed = await (await stage.api(PASSED)).get('/home');
  const waiting = await chair.get(`/assessments?village_id=${village}&state=submitted`);
  return { assessment: begun.id, passed: passed.assessment.id, review: waiting.items[0].id };
}
