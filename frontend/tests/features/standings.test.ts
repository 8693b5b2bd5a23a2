import { describe, expect, it } from 'vitest';

import type { RevealStep } from '@/features/standings/api/results';
import { filtered, ranked, withRows } from '@/features/standings/board';
import { sceneAt } from '@/features/standings/ceremony';
import { boardAt } from '@/features/standings/scoring';
import type { Board, BoardRow, Replay, ReplayAttempt } from '@/lib/api/types';

const MINUTE = 60_000;

function entry(id: number, part: Partial<BoardRow['entry']> = {}): BoardRow['entry'] {
  return {
    id,
    name: `Team ${id}`,
    organization: id % 2 === 0 ? 'SKKU' : 'KAIST',
    kind: 'team',
    is_official: true,
    is_virtual: false,
    ...part,
  };
}

function attempt(
  of: number,
  minute: number,
  result: ReplayAttempt['result'],
  part: Partial<ReplayAttempt> = {},
): ReplayAttempt {
  const points = result === 'accepted' ? 100 : 0;
  return { entry: of, problem: 1, at_ms: minute * MINUTE, result, points, groups: {}, ...part };
}

function replay(format: string, attempts: ReplayAttempt[]): Replay {
  return {
    contest: 'spring',
    format,
    penalty_minutes: 20,
    duration_ms: 300 * MINUTE,
    freeze_ms: 240 * MINUTE,
    problems: [
      { ordinal: 1, label: 'A', colour: '', points: 100 },
      { ordinal: 2, label: 'B', colour: '', points: 100 },
    ],
    entries: [entry(1), entry(2), entry(3, { is_official: false })],
    attempts: [...attempts].sort((one, other) => one.at_ms - other.at_ms),
  };
}

const END = 300 * MINUTE;
const order = (board: Board) => board.rows.map(({ entry: { id }, rank }) => [id, rank]);

describe('a replay counts as the server does', () => {
  it('by solved problems and penalty (ICPC)', () => {
    const board = boardAt(
      replay('icpc', [
        attempt(1, 10, 'rejected'),
        attempt(1, 30, 'accepted'),
        attempt(2, 45, 'accepted'),
        attempt(2, 50, 'rejected', { problem: 2 }),
        attempt(3, 5, 'accepted'),
        attempt(1, 60, 'no_try', { problem: 2 }),
      ]),
      END,
    );
    expect(order(board)).toEqual([
      [3, null],
      [2, 1],
      [1, 2],
    ]);
    expect(board.rows[2]).toMatchObject({ solved: 1, penalty_ms: 50 * MINUTE });
    expect(board.problems[0]).toMatchObject({ tried: 3, solved: 3, first_solver: 1 });
    expect(board.problems[1]?.tried).toBe(1);
  });

  it('as it stood at a moment', () => {
    const board = boardAt(replay('icpc', [attempt(1, 30, 'accepted')]), 29 * MINUTE);
    expect(board.rows[0]?.solved).toBe(0);
  });

  it.each([
    ['points', [60, 30], 60],
    ['last', [60, 30], 30],
    ['atcoder', [60, 30], 60],
  ])('by %s', (format, scores, expected) => {
    const attempts = scores.map((points, at) => attempt(1, 10 * (at + 1), 'rejected', { points }));
    expect(boardAt(replay(format, attempts), END).rows[0]).toMatchObject({ score: expected });
  });

  it('by the best of each subtask (IOI)', () => {
    const attempts = [
      attempt(1, 10, 'rejected', { points: 40, groups: { a: 40, b: 0 } }),
      attempt(1, 20, 'rejected', { points: 60, groups: { a: 0, b: 60 } }),
    ];
    const [row] = boardAt(replay('ioi', attempts), END).rows;
    expect(row).toMatchObject({ score: 100, solved: 1 });
    expect(row?.cells[1]?.groups).toEqual({ a: 40, b: 60 });
  });

  it('with five minutes and more for mistakes before the last gain (AtCoder)', () => {
    const attempts = [attempt(1, 10, 'rejected', { points: 0 }), attempt(1, 30, 'accepted')];
    expect(boardAt(replay('atcoder', attempts), END).rows[0]?.penalty_ms).toBe(50 * MINUTE);
  });
});

describe('a live board', () => {
  const board = { ...boardAt(replay('icpc', [attempt(1, 30, 'accepted')]), END), sequence: 5 };
  const [news] = boardAt(replay('icpc', [attempt(2, 20, 'accepted')]), END).rows;

  it('takes rows in place of the former and ranks anew', () => {
    const next = withRows(board, { since: 5, rows: news === undefined ? [] : [news] }, 7);
    expect(next?.sequence).toBe(7);
    expect(next && order(next)).toEqual([
      [2, 1],
      [1, 2],
      [3, null],
    ]);
    expect(next?.problems[0]).toMatchObject({ tried: 2, solved: 2, first_solver: 1 });
  });

  it('drops what is old, and asks anew where something is missing', () => {
    expect(withRows(board, { since: 3, rows: [] }, 5)).toBe(board);
    expect(withRows(board, { since: 6, rows: [] }, 7)).toBeNull();
  });

  it('shares a rank among equals and leaves the next one out', () => {
    const rows = ranked(board.rows.map((row) => ({ ...row, key: [0] })));
    expect(rows.map(({ rank }) => rank)).toEqual([1, 1, null]);
  });

  it('shows whom one asks for, with the ranks of the whole board', () => {
    const ids = (filter: Parameters<typeof filtered>[1]) =>
      filtered(board.rows, filter, new Set(['Team 2']), 3).map((row) => row.entry.id);
    expect(ids({ show: 'official' })).toEqual([1, 2]);
    expect(ids({ show: 'friends' })).toEqual([2, 3]);
    expect(ids({ group: 'SKKU' })).toEqual([2]);
    expect(ids({ find: 'kaist 3' })).toEqual([3]);
  });
});

describe('the ceremony', () => {
  const hidden = boardAt(
    replay('icpc', [attempt(1, 30, 'accepted'), attempt(2, 250, 'pending', { problem: 2 })]),
    END,
  );
  const truth = boardAt(
    replay('icpc', [
      attempt(1, 30, 'accepted'),
      attempt(2, 20, 'accepted', { problem: 1 }),
      attempt(2, 250, 'accepted', { problem: 2 }),
    ]),
    END,
  );
  const steps: RevealStep[] = [
    { entry: 2, problem: 1, positionBefore: 2, positionAfter: 1 },
    { entry: 2, problem: 2, positionBefore: 1, positionAfter: 1 },
  ];

  it('points at a cell first, then shows its result and moves the row', () => {
    const pointing = sceneAt(hidden, truth, steps, 1);
    expect(pointing).toMatchObject({ entry: 2, problem: 1, isShown: false });
    expect(pointing.rows[0]?.entry.id).toBe(1);
    const shown = sceneAt(hidden, truth, steps, 2);
    expect(shown).toMatchObject({ entry: 2, problem: 1, isShown: true, from: 2, to: 1 });
    expect(shown.rows[0]?.entry.id).toBe(2);
  });

  it('ends with the true board', () => {
    const { rows } = sceneAt(hidden, truth, steps, 4);
    expect(rows.map((row) => [row.entry.id, row.rank, row.solved])).toEqual(
      truth.rows.map((row) => [row.entry.id, row.rank, row.solved]),
    );
  });
});
