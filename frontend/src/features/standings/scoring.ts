/**
 * A board from attempts, as the server counts it (contests/scoring): a replay shows any moment
 * without asking. Pure; a test holds it against the server's own boards.
 */
import { ranked } from '@/features/standings/board';
import type { Board, BoardCell, BoardRow, Replay, ReplayAttempt } from '@/lib/api/types';

const MINUTE_MS = 60_000;
/** Sums of shares such as 1/3 are cut here, so that equal scores are equal. */
const SCORE_DIGITS = 1e6;

interface Rules {
  format: string;
  penaltyMs: number;
  /** By the problem's ordinal. */
  points: ReadonlyMap<number, number>;
}

const round = (score: number) => Math.round(score * SCORE_DIGITS) / SCORE_DIGITS;

/** In the order of submission; what did not count as a try is left out before. */
type Tries = readonly ReplayAttempt[];

function emptyCell(tries: Tries): BoardCell {
  return {
    attempts: tries.filter(({ result }) => result !== 'pending').length,
    pending: tries.filter(({ result }) => result === 'pending').length,
    is_solved: false,
    score: 0,
    time_ms: null,
    last_ms: tries.at(-1)?.at_ms ?? null,
    penalty_ms: 0,
    groups: {},
  };
}

function icpcCell(tries: Tries, rules: Rules): BoardCell {
  const first = tries.findIndex(({ result }) => result === 'accepted');
  const accepted = tries[first];
  if (accepted === undefined) return emptyCell(tries);
  const before = tries.slice(0, first);
  const judged = before.filter(({ result }) => result !== 'pending').length;
  return {
    ...emptyCell(tries),
    attempts: judged + 1,
    pending: before.length - judged,
    is_solved: true,
    score: 1,
    time_ms: accepted.at_ms,
    last_ms: accepted.at_ms,
    penalty_ms: Math.floor(accepted.at_ms / MINUTE_MS) * MINUTE_MS + judged * rules.penaltyMs,
  };
}

const worth = (attempt: ReplayAttempt) => attempt.points ?? 0;
const judgedOf = (tries: Tries) => tries.filter(({ result }) => result !== 'pending');

function isFull(score: number, points: number): boolean {
  return points > 0 && score >= round(points);
}

function bestCell(tries: Tries, rules: Rules, points: number): BoardCell {
  let best = 0;
  let time: number | null = null;
  let rejected = 0;
  let mistakes = 0;
  for (const attempt of judgedOf(tries)) {
    if (worth(attempt) > best) {
      best = worth(attempt);
      time = attempt.at_ms;
      mistakes = rejected;
    }
    if (attempt.result !== 'accepted') rejected += 1;
  }
  const penalty = rules.format === 'atcoder' ? mistakes * rules.penaltyMs : 0;
  return {
    ...emptyCell(tries),
    is_solved: isFull(best, points),
    score: best,
    time_ms: time,
    penalty_ms: penalty,
  };
}

function ioiCell(tries: Tries, points: number): BoardCell {
  const groups = new Map<string, number>();
  let time: number | null = null;
  for (const attempt of judgedOf(tries)) {
    const parts = Object.entries(attempt.groups);
    for (const [name, value] of parts.length > 0 ? parts : [['', worth(attempt)] as const]) {
      const known = groups.get(name) ?? 0;
      if (value > known) time = attempt.at_ms;
      groups.set(name, Math.max(value, known));
    }
  }
  const score = round([...groups.values()].reduce((sum, value) => sum + value, 0));
  groups.delete('');
  return {
    ...emptyCell(tries),
    is_solved: isFull(score, points),
    score,
    time_ms: time,
    groups: Object.fromEntries(groups),
  };
}

function lastCell(tries: Tries, points: number): BoardCell {
  const counted = judgedOf(tries).at(-1);
  const score = counted === undefined ? 0 : worth(counted);
  return {
    ...emptyCell(tries),
    is_solved: isFull(score, points),
    score,
    time_ms: counted?.at_ms ?? null,
  };
}

function cellOf(tries: Tries, problem: number, rules: Rules): BoardCell {
  const points = rules.points.get(problem) ?? 0;
  if (rules.format === 'icpc') return icpcCell(tries, rules);
  if (rules.format === 'ioi') return ioiCell(tries, points);
  return rules.format === 'last' ? lastCell(tries, points) : bestCell(tries, rules, points);
}

type Totals = Pick<BoardRow, 'solved' | 'score' | 'penalty_ms' | 'last_ms' | 'key'>;

/** What a row's cells come to, and what it is sorted by. */
export function totalsOf(format: string, cells: readonly BoardCell[]): Totals {
  const isIcpc = format === 'icpc';
  const counted = isIcpc ? cells.filter((cell) => cell.is_solved) : cells;
  const solved = cells.filter((cell) => cell.is_solved).length;
  const score = isIcpc ? solved : round(counted.reduce((sum, cell) => sum + cell.score, 0));
  const times = counted.flatMap((cell) => (cell.time_ms === null ? [] : [cell.time_ms]));
  const last = times.length > 0 ? Math.max(...times) : null;
  const penalties = counted.reduce((sum, cell) => sum + cell.penalty_ms, 0);
  const penalty = isIcpc ? penalties : format === 'atcoder' ? (last ?? 0) + penalties : 0;
  const lastMinute = last === null ? -1 : Math.floor(last / MINUTE_MS);
  const keys: Record<string, number[]> = {
    icpc: [-solved, penalty, lastMinute],
    points: [-score, last ?? -1],
    atcoder: [-score, penalty],
  };
  return { solved, score, penalty_ms: penalty, last_ms: last, key: keys[format] ?? [-score] };
}

/** The board as it stood so long after the start. */
export function boardAt(replay: Replay, atMs: number): Board {
  const rules: Rules = {
    format: replay.format,
    penaltyMs: replay.penalty_minutes * MINUTE_MS,
    points: new Map(replay.problems.map(({ ordinal, points }) => [ordinal, points])),
  };
  const tries = new Map<number, Map<number, ReplayAttempt[]>>();
  for (const attempt of replay.attempts) {
    if (attempt.at_ms > atMs) break;
    if (attempt.result === 'no_try') continue;
    const own = tries.get(attempt.entry) ?? new Map<number, ReplayAttempt[]>();
    tries.set(attempt.entry, own);
    own.set(attempt.problem, [...(own.get(attempt.problem) ?? []), attempt]);
  }
  const rows = ranked(
    replay.entries.map((entry) => {
      const own = [...(tries.get(entry.id) ?? [])];
      const cells = own.map(
        ([problem, those]) => [problem, cellOf(those, problem, rules)] as const,
      );
      return {
        entry,
        rank: null,
        cells: Object.fromEntries(cells),
        ...totalsOf(
          replay.format,
          cells.map(([, cell]) => cell),
        ),
      };
    }),
  );
  return {
    contest: replay.contest,
    set_id: 0,
    sequence: 0,
    format: replay.format,
    ranks_by: replay.format === 'icpc' ? 'problems' : 'points',
    penalty_minutes: replay.penalty_minutes,
    is_frozen: false,
    is_final: true,
    problems: replay.problems.map((problem) => ({
      ...problem,
      tried: rows.filter((row) => problem.ordinal in row.cells).length,
      solved: rows.filter((row) => row.cells[problem.ordinal]?.is_solved === true).length,
      first_solver: firstSolver(rows, problem.ordinal),
    })),
    rows,
  };
}

function firstSolver(rows: readonly BoardRow[], problem: number): number | null {
  let first: { at: number; entry: number } | null = null;
  for (const { entry, cells } of rows) {
    const cell = cells[problem];
    if (!entry.is_official || cell?.is_solved !== true || cell.time_ms === null) continue;
    const isEarlier =
      first === null ||
      cell.time_ms < first.at ||
      (cell.time_ms === first.at && entry.id < first.entry);
    if (isEarlier) first = { at: cell.time_ms, entry: entry.id };
  }
  return first?.entry ?? null;
}
