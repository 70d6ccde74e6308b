// Every word of the service's closed lists that these pages show has words for people here.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enumOf } from '../support/api-document.mjs';
import { plainPhone } from '../support/plain-phone.mjs';

const { load } = plainPhone();
const checks = load('texts/leaders/checks.js');
const codes = load('texts/leaders/codes.js');
const activities = load('texts/leaders/activities.js');

for (const [schema, property, words] of [
  ['moderation.TextCheckOut', 'kind', checks.kinds],
  ['moderation.ReportCardOut', 'kind', checks.reportKinds],
  ['moderation.ReportCardOut', 'reason', checks.reportReasons],
  ['codes.CodeOut', 'kind', codes.kinds],
  ['codes.CodeOut', 'reason', codes.reasons],
  ['prints.PrintOut', 'kind', codes.prints],
  ['prints.PrintOut', 'state', codes.states],
  ['activities.ActivityOut', 'text_state', { ...activities.checks, passed: null }],
]) {
  test(`${schema}.${property}`, () => {
    assert.deepEqual(enumOf(schema, property).filter((word) => !(word in words)), []);
  });
}
