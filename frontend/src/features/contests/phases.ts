import type { Contest, ContestItem, MyEntry } from '@/lib/api/types';

/** Where somebody stands in a contest by the clock; a frozen board changes nothing of it. */
export type Stage = 'upcoming' | 'running' | 'over';

export interface Window {
  starts_at: string;
  ends_at: string;
}

export function stageOf(window: Window, now: number): Stage {
  if (now < Date.parse(window.starts_at)) return 'upcoming';
  return now < Date.parse(window.ends_at) ? 'running' : 'over';
}

/** The window that counts for the reader: of a virtual entry it is its own. */
export function ownWindow(
  contest: Pick<ContestItem, 'starts_at' | 'ends_at' | 'my_entry'>,
): Window {
  const entry = contest.my_entry;
  return entry?.is_virtual === true ? entry : contest;
}

export function lengthMs({ starts_at, ends_at }: Window): number {
  return Date.parse(ends_at) - Date.parse(starts_at);
}

/** Whether the public board hides what is handed in by now. */
export function isFrozen(contest: Contest, now: number): boolean {
  const { freeze_at, unfrozen_at } = contest;
  if (freeze_at === null || now < Date.parse(freeze_at)) return false;
  return unfrozen_at === null || now < Date.parse(unfrozen_at);
}

export type Entering =
  | { can: 'official' }
  | { can: 'unofficial' }
  | { can: 'virtual' }
  | { can: 'no'; why: 'entered' | 'notOpenYet' | 'closed' | 'over' };

/** In which way somebody may still enter. The server decides; this is what is offered. */
export function enteringOf(contest: Contest, now: number): Entering {
  const stage = stageOf(contest, now);
  if (stage === 'over') {
    if (contest.my_entry?.is_virtual === true) return { can: 'no', why: 'entered' };
    return contest.allows_virtual ? { can: 'virtual' } : { can: 'no', why: 'over' };
  }
  if (contest.my_entry !== null) return { can: 'no', why: 'entered' };
  const { opens_at, closes_at, allows_unofficial } = contest.registration;
  if (opens_at !== null && now < Date.parse(opens_at)) return { can: 'no', why: 'notOpenYet' };
  if (closes_at !== null && now >= Date.parse(closes_at)) {
    return allows_unofficial ? { can: 'unofficial' } : { can: 'no', why: 'closed' };
  }
  return { can: 'official' };
}

/** Whether an entry lets its people hand in now. */
export function isSolving(entry: MyEntry | null, now: number): boolean {
  return entry !== null && stageOf(entry, now) === 'running';
}
