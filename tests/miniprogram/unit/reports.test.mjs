// What the list of reports makes of the service's answers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainPhone } from '../support/plain-phone.mjs';

const reports = plainPhone().load('packages/workbench/reports/lines.js');
const AT = '2099-12-02T06:00:00Z';

test('a report says what and why; a notice stays and is looked at', () => {
  const report = { id: 1, kind: 'activity', object_id: 3, reason: 'advert', reported_at: AT, text: '低价', link: null, actions: ['decide', 'hide'] };
  const shown = reports.line(report);
  assert.deepEqual([shown.kind, shown.reason, shown.text, shown.mayHide], ['活动', '说是广告', '低价', true]);
  const notice = reports.line({ ...report, kind: 'notice', text: null, actions: ['decide'] });
  assert.deepEqual([notice.notice, notice.keep, notice.mayHide], ['/packages/points/notice/notice?id=3', '看过了', false]);
});
