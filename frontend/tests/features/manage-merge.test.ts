import { describe, expect, it } from 'vitest';

import { changedOf } from '@/features/manage/kit/fields';
import { lockedLines } from '@/features/manage/problems/locked-lines';
import { merge } from '@/features/manage/problems/merge';

const BASE = 'Read two numbers.\n\nPrint their sum.\n\n## Limits\n\nBoth fit 32 bits.\n';

describe('two who change one text', () => {
  it('get both changes where those lie apart', () => {
    const mine = BASE.replace('two numbers', 'two whole numbers');
    const theirs = BASE.replace('32 bits', '64 bits');

    expect(merge(BASE, mine, theirs)).toEqual({
      text: mine.replace('32 bits', '64 bits'),
      hasConflicts: false,
    });
  });

  it('get both versions, marked, where they changed the same line', () => {
    const mine = BASE.replace('32 bits', '16 bits');
    const theirs = BASE.replace('32 bits', '64 bits');

    const { text, hasConflicts } = merge(BASE, mine, theirs);

    expect(hasConflicts).toBe(true);
    expect(text).toContain('<<<<<<<\nBoth fit 64 bits.\n=======\nBoth fit 16 bits.\n>>>>>>>\n');
    expect(text.startsWith('Read two numbers.\n')).toBe(true);
  });
});

it('sends only what was changed, by value', () => {
  const before = { title: 'a', tags: ['x'], limit: null as number | null };

  expect(changedOf(before, { title: 'a', tags: ['x'], limit: 3 })).toEqual({ limit: 3 });
  expect(changedOf(before, { title: 'b', tags: ['x', 'y'], limit: null })).toEqual({
    title: 'b',
    tags: ['x', 'y'],
  });
});

it.each([
  ['a\n# @locked\nb\n# @unlocked\nc\n', [2, 3, 4]],
  ['# @locked\na\n\n\n', [1, 2]],
  ['a\nb\n', []],
])('knows the locked lines of %j', (template, lines) => {
  expect([...lockedLines(template)]).toEqual(lines);
});
