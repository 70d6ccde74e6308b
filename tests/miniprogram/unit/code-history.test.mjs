// What the page of a code makes of its history.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainPhone } from '../support/plain-phone.mjs';

const { load } = plainPhone();
const codes = load('packages/workbench/codes/lines.js');

const AT = '2099-12-02T06:00:00Z';
const OLD = { id: 1, issued_at: AT, revoked_at: AT, reason: 'copied', picture: null };
const VALID = { ...OLD, id: 2, revoked_at: null, reason: null, picture: 'data:' };

test('the valid code is found among its former ones, which say why they ended', () => {
  assert.equal(codes.validOf([VALID, OLD]).id, 2);
  assert.equal(codes.validOf([OLD]), null);
  assert.deepEqual(
    [VALID, OLD, { ...OLD, reason: null }].map((code) => codes.line(code).mark.word),
    ['现在用的', '2099年12月2日停用：被人拍去、仿做了', '2099年12月2日停用'],
  );
});
