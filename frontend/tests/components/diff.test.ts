import { describe, expect, it } from 'vitest';

import { rowsOf } from '@/components/diff/rows';

const shape = (left: string, right: string) =>
  rowsOf(left, right).map(({ isSame, left: l, right: r }) => [
    isSame,
    l?.pieces.map(({ text }) => text).join('') ?? null,
    r?.pieces.map(({ text }) => text).join('') ?? null,
  ]);

describe('two texts beside each other', () => {
  it('are line by line', () => {
    expect(shape('1\n2\n3\n', '1\n3\n4\n')).toEqual([
      [true, '1\n', '1\n'],
      [false, '2\n', null],
      [true, '3\n', '3\n'],
      [false, null, '4\n'],
    ]);
  });

  it('differ in a missing line end and in blanks', () => {
    expect(shape('a\n', 'a')).toEqual([[false, 'a\n', 'a']]);
    const [row] = rowsOf('a b\n', 'a  b\n');
    expect(row?.right?.pieces.filter(({ isChanged }) => isChanged)).toEqual([
      { text: ' ', isChanged: true },
    ]);
  });

  it('that are long and have nothing in common are still shown soon', () => {
    const numbers = (start: number) =>
      Array.from({ length: 3000 }, (_, i) => `${start + i * 7}\n`).join('');
    expect(rowsOf(numbers(0), numbers(1_000_003)).length).toBeGreaterThan(2999);
  });
});
