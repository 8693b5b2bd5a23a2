import { beforeEach, describe, expect, it, vi } from 'vitest';

import { ownStates } from '@/features/contests/own-states';
import { enteringOf, isFrozen, ownWindow, stageOf } from '@/features/contests/phases';
import { keepReadMark, markOf, readMark, unreadCount } from '@/features/contests/news';
import type { Clarification, Contest } from '@/lib/api/types';
import { forgetServerTime, noteServerTime, serverNow } from '@/lib/server-clock';

import { aSubmission } from '../support';

const HOUR = 3_600_000;
const START = Date.parse('2026-05-01T00:00:00Z');
const iso = (hours: number) => new Date(START + hours * HOUR).toISOString();

function aContest(part: Partial<Contest> = {}): Contest {
  return {
    id: 3,
    slug: 'spring',
    title: 'Spring contest',
    course: null,
    visibility: 'public',
    format: 'icpc',
    starts_at: iso(0),
    ends_at: iso(5),
    phase: 'running',
    registration: { opens_at: null, closes_at: iso(1), is_open: true, allows_unofficial: true },
    entry_mode: 'individual',
    max_team_size: 3,
    my_entry: null,
    now: iso(0.5),
    description_html: '',
    penalty_minutes: 20,
    freeze_at: iso(4),
    unfrozen_at: null,
    finalized_at: null,
    board_visibility: 'always',
    verdict_policy: 'all',
    allowed_languages: [],
    max_submissions_per_problem: null,
    max_submissions_per_minute: null,
    allows_virtual: true,
    allows_upsolving: true,
    solutions_released_at: null,
    entry_count: 0,
    is_staff: false,
    my_team: null,
    ...part,
  };
}

describe('a contest by the clock', () => {
  const contest = aContest();
  const at = (hours: number) => START + hours * HOUR;

  it('starts, freezes and ends', () => {
    expect([-1, 0, 4.5, 5].map((hours) => stageOf(contest, at(hours)))).toEqual([
      'upcoming',
      'running',
      'running',
      'over',
    ]);
    expect([3.9, 4, 6].map((hours) => isFrozen(contest, at(hours)))).toEqual([false, true, true]);
    expect(isFrozen(aContest({ unfrozen_at: iso(6) }), at(7))).toBe(false);
  });

  it('offers one way in at each time', () => {
    expect(enteringOf(contest, at(0.5))).toEqual({ can: 'official' });
    expect(enteringOf(contest, at(2))).toEqual({ can: 'unofficial' });
    expect(enteringOf(contest, at(6))).toEqual({ can: 'virtual' });
    const early = { ...contest.registration, opens_at: iso(-1) };
    expect(enteringOf(aContest({ registration: early }), at(-2))).toMatchObject({ can: 'no' });
  });

  it('is the own window for whoever goes through it virtually', () => {
    const mine = {
      id: 1,
      name: 'Kim',
      kind: 'individual',
      organization: '',
      is_official: false,
      exclusion: null,
      phase: 'running',
      starts_at: iso(100),
      ends_at: iso(105),
      is_virtual: true,
    } as const;
    expect(ownWindow(aContest({ my_entry: mine })).ends_at).toBe(iso(105));
  });
});

describe('own states', () => {
  it('keep the best of all submissions, and never call a part of the points solved', () => {
    const of = (slug: string, part: object) =>
      aSubmission({ problem: { slug, title: slug }, state: 'done', verdict: 'WA', ...part });
    const states = ownStates([
      of('a', {}),
      of('a', { verdict: 'AC' }),
      of('b', { verdict: 'AC', score: 30, max_score: 100 }),
      of('c', { state: 'queued', verdict: null }),
    ]);
    expect([...states].map(([slug, { state, count }]) => [slug, state, count])).toEqual([
      ['a', 'solved', 2],
      ['b', 'partial', 1],
      ['c', 'pending', 1],
    ]);
  });
});

describe('what the jury says', () => {
  const answered: Clarification = {
    id: 1,
    problem: 'A',
    question: '?',
    asked_at: iso(1),
    answer: 'Yes',
    answered_at: iso(2),
    is_broadcast: false,
    revision: 2,
  };
  const said = {
    sequence: 1,
    problem: null,
    question: null,
    text: 'Hello',
    created_at: iso(1),
    edited_at: null,
  };

  it('is unread until it was shown', () => {
    expect(unreadCount(readMark('spring'), [said], [answered])).toBe(2);
    keepReadMark('spring', markOf([said], [answered]));
    expect(unreadCount(readMark('spring'), [said], [answered])).toBe(0);
    expect(unreadCount(readMark('spring'), [{ ...said, sequence: 2 }, said], [answered])).toBe(1);
  });
});

describe("the server's clock", () => {
  beforeEach(forgetServerTime);

  it('is the latest that any answer proves, whatever this device says', () => {
    vi.spyOn(performance, 'now').mockReturnValue(1000);
    noteServerTime(START);
    noteServerTime(START - HOUR);
    expect(serverNow()).toBe(START);
  });
});
