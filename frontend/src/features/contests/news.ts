import { useSyncExternalStore } from 'react';

import { readStored, writeStored } from '@/lib/storage';
import type { Announcement, Clarification } from '@/lib/api/types';

/** Something the jury said just now, until it is dismissed. */
export interface News {
  id: string;
  contest: string;
  kind: 'announcement' | 'answer';
  problem: string | null;
  question: string | null;
  text: string;
}

const MOST_SHOWN = 3;

let current: readonly News[] = [];
const watchers = new Set<() => void>();

function set(next: readonly News[]): void {
  current = next;
  for (const watcher of watchers) watcher();
}

/** The same news again takes the place of the former. */
export function tellNews(news: News): void {
  set([...current.filter(({ id }) => id !== news.id), news].slice(-MOST_SHOWN));
}

export function dismissNews(id: string): void {
  set(current.filter((news) => news.id !== id));
}

export function useNews(contest: string): readonly News[] {
  const all = useSyncExternalStore(
    (onChange) => {
      watchers.add(onChange);
      return () => watchers.delete(onChange);
    },
    () => current,
  );
  return all.filter((news) => news.contest === contest);
}

export function newsOfAnnouncement(contest: string, announcement: Announcement): News {
  const { sequence, problem, question, text } = announcement;
  return {
    id: `${contest}:announcement:${sequence}`,
    contest,
    kind: 'announcement',
    problem,
    question,
    text,
  };
}

export function newsOfAnswer(contest: string, clarification: Clarification): News {
  const { id, problem, question, answer } = clarification;
  return {
    id: `${contest}:answer:${id}`,
    contest,
    kind: 'answer',
    problem,
    question,
    text: answer ?? '',
  };
}

/** Up to where somebody has read what the jury said, kept on this device. */
export interface ReadMark {
  announcement: number;
  answeredAt: string;
}

const NOTHING: ReadMark = { announcement: 0, answeredAt: '' };

function isMark(value: unknown): value is ReadMark {
  if (typeof value !== 'object' || value === null) return false;
  const { announcement, answeredAt } = value as Partial<ReadMark>;
  return typeof announcement === 'number' && typeof answeredAt === 'string';
}

const markKey = (contest: string) => `jury-read:${contest}`;

export function readMark(contest: string): ReadMark {
  try {
    const stored = JSON.parse(readStored(markKey(contest)) ?? 'null') as unknown;
    return isMark(stored) ? stored : NOTHING;
  } catch {
    return NOTHING;
  }
}

export function keepReadMark(contest: string, mark: ReadMark): void {
  writeStored(markKey(contest), JSON.stringify(mark));
  for (const watcher of watchers) watcher();
}

/** How far the given news go. */
export function markOf(
  announcements: readonly Announcement[],
  clarifications: readonly Clarification[],
): ReadMark {
  return {
    announcement: Math.max(0, ...announcements.map(({ sequence }) => sequence)),
    answeredAt: clarifications.map((one) => one.answered_at ?? '').reduce(later, ''),
  };
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}

export function unreadCount(
  mark: ReadMark,
  announcements: readonly Announcement[],
  clarifications: readonly Clarification[],
): number {
  const said = announcements.filter(({ sequence }) => sequence > mark.announcement);
  // A broadcast answer stands among the announcements already.
  const answered = clarifications.filter(
    (one) => !one.is_broadcast && (one.answered_at ?? '') > mark.answeredAt,
  );
  return said.length + answered.length;
}
