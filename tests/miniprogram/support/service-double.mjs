// Plays the service for one phone: every answer has the shape of the API document; the test may hold, change
// or refuse it. What no test named is an example with nothing missing.
import { example, operations } from './api-document.mjs';

const PREFIX = '/api/v1';
const ORIGIN = 'http://127.0.0.1:8080';
const CHANNEL = '/preview/request/';
/** What WeChat itself gives to the phone. */
const WECHAT = {
  '/preview/login-code': { code: 'code' },
  '/preview/phone-code': { code: 'phone-code' },
  '/preview/dialogue': {},
  '/preview/catalogue': {},
};
const CHAIR = { role: 'village_chair', level: 'village', organisation_id: 1 };
const SHOPKEEPER = { ...CHAIR, role: 'shopkeeper' };
const OFFICER = { role: 'district_officer', level: 'district', organisation_id: 2 };

/** What of an answer matters to most tests; the rest is made up. @type {Record<string, any>} */
const USUAL = {
  'GET /me': { offices: [CHAIR, SHOPKEEPER, OFFICER], join_request: null },
  'GET /me/consents': { items: [{ purpose: 'service', state: 'given' }] },
  'GET /home': { actions: [], join_request: null },
  'GET /codes/{scene}': { kind: 'shop', actions: ['open_desk', 'order'] },
  'GET /activities': { items: [{ state: 'published' }] },
  'GET /notices/{notice_id}': {
    entries: [{ content: { household: '示例户', rule: '示例', points: 1, deed_on: '2026-11-20' } }],
  },
  'GET /exports': { items: [{ month: '2026-10' }] },
  'GET /rules': { items: [{ actions: ['claim'] }] },
  'GET /assessments': { items: [{ state: 'submitted', met: 15, is_passed: true }] },
  'GET /assessments/{assessment_id}': {
    clauses: [{ code: 'a', answer: null }, { code: 'b', answer: null }],
  },
  'GET /households/{household_id}': {
    actions: ['invite', 'decide_requests', 'print_code', 'add_member', 'set_status', 'change_head', 'act_for'],
  },
};

/** @typedef {{ method: string, path: string, headers: Record<string, string>, data: any }} Call */

export class ServiceDouble {
  /** @param {Record<string, any>} [answers] by operation, such as `GET /me`: what of it matters */
  constructor(answers = {}) {
    this.answers = { ...USUAL, ...answers };
    /** @type {Call[]} without the sign-in */
    this.calls = [];
    /** @type {Response | null} what everything but the sign-in is told */
    this.refusal = null;
    /** whether answers lack everything that may be missing */
    this.isSparse = false;
    this.held = Promise.resolve();
    this.fetch = this.fetch.bind(this);
  }

  /** Let everything wait. @returns {() => void} lets it go on */
  hold() {
    let release = () => {};
    this.held = new Promise((resolve) => {
      release = () => resolve(undefined);
    });
    return release;
  }

  /** @param {string} method @returns {Call[]} */
  asked(method) {
    return this.calls.filter((call) => call.method === method);
  }

  /** The browser's `fetch` of the phone page. @param {URL} url @param {any} init */
  async fetch(url, { method = 'GET', headers = {}, body } = {}) {
    if (url.pathname in WECHAT) return Response.json(WECHAT[url.pathname]);
    const wanted = new URL(decodeURIComponent(url.pathname.slice(CHANNEL.length)));
    const path = wanted.pathname.slice(PREFIX.length);
    const isBytes = body && typeof body !== 'string';
    const data = isBytes ? Buffer.from(body) : body && JSON.parse(body);
    return this.answer({ method, path, headers, data }, wanted.origin);
  }

  /** @param {Call} call @param {string} origin @returns {Promise<Response>} */
  async answer(call, origin) {
    const operation = operations.find(({ method, accepts }) => method === call.method && accepts(call.path));
    if (!operation || origin !== ORIGIN) return problem('not-found', { status: 404 });
    if (operation.template !== '/sessions') {
      this.calls.push(call);
      await this.held;
      if (this.refusal) return this.refusal.clone();
    }
    return this.answerTo(operation);
  }

  /** @param {import('./api-document.mjs').Operation} operation */
  answerTo({ method, template, status, schema }) {
    const given = this.answers[`${method} ${template}`];
    if (given instanceof Response) return given.clone();
    if (!schema) return new Response(null, { status });
    return Response.json(example(schema, given, this.isSparse), { status });
  }
}

/** @param {string} slug @param {{ status?: number, title?: string, detail?: string }} [words] */
export function problem(slug, { status = 422, title = '这件事办不了', detail = '请到村（社区）妇联问一问。' } = {}) {
  const headers = { 'content-type': 'application/problem+json' };
  return Response.json({ type: `/problems/${slug}`, title, status, detail }, { status, headers });
}
