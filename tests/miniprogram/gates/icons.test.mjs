// The icons in the mini-program are those that tools/icons draws, no more and no less.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { filesOf, read } from '../../../tools/gates/files.mjs';
import { drawings } from '../../../tools/icons/draw.mjs';

const ICONS = fileURLToPath(new URL('../../../miniprogram/assets/icons/', import.meta.url));

test('every icon is as it is drawn', () => {
  const kept = filesOf(ICONS).map((file) => [file, read(ICONS, file)]);
  assert.deepEqual(kept, drawings().sort());
});
