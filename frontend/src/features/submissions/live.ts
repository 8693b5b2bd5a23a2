import type { Run, Submission, SubmissionDetail } from '@/lib/api/types';

/** What an event of the topic `submission:<id>` carries. */
export type SubmissionEvent = Pick<
  SubmissionDetail,
  | 'state'
  | 'verdict'
  | 'stage'
  | 'judgement_ordinal'
  | 'test_case_count'
  | 'cpu_time_ms'
  | 'memory_kib'
  | 'compile_message'
  | 'groups'
  | 'score'
> & {
  /** New ones, and those that have changed. */
  runs: Run[];
};

/**
 * The submission after an event: unchanged when the event is older than what is known, null when
 * something between is missing and the whole must be fetched.
 */
export function withEvent(
  known: SubmissionDetail,
  event: SubmissionEvent,
  sequence: number,
): SubmissionDetail | null {
  if (sequence <= known.sequence) return known;
  const isNext = sequence === known.sequence + 1;
  if (!isNext || event.judgement_ordinal !== known.judgement_ordinal) return null;
  return { ...known, ...event, sequence, runs: mergeRuns(known.runs, event.runs) };
}

function mergeRuns(known: readonly Run[], news: readonly Run[]): Run[] {
  const byOrdinal = new Map(known.map((run) => [run.ordinal, run]));
  for (const run of news) byOrdinal.set(run.ordinal, run);
  return [...byOrdinal.values()].sort((a, b) => a.ordinal - b.ordinal);
}

/** The list with an item that is newer than the one it holds; null if the item isn't in it. */
export function withItem(
  items: readonly Submission[],
  item: Submission,
): readonly Submission[] | null {
  const index = items.findIndex((known) => known.id === item.id);
  const known = items[index];
  if (known === undefined) return null;
  return item.sequence > known.sequence ? items.with(index, item) : items;
}

/** A judgement that may still change. */
export function isUnderway(submission: Pick<Submission, 'state'>): boolean {
  return submission.state === 'queued' || submission.state === 'judging';
}
