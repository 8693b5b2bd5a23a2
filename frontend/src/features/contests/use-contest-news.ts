import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useReducer } from 'react';

import { announcementsQuery, clarificationsQuery } from '@/features/contests/api/talk';
import {
  keepReadMark,
  markOf,
  newsOfAnnouncement,
  newsOfAnswer,
  readMark,
  tellNews,
  unreadCount,
  useNews,
} from '@/features/contests/news';
import type { Announcement, Clarification, Contest } from '@/lib/api/types';
import { useTopic } from '@/lib/use-live-socket';

/**
 * Keep what the jury says up to date while a page of the contest is open, and tell of what is new.
 * Returns how much of it has not been read.
 */
export function useContestNews(contest: Contest, isSignedIn: boolean): number {
  const client = useQueryClient();
  const { slug, id } = contest;
  const listens = isSignedIn && (contest.my_entry !== null || contest.is_staff);
  const announced = announcementsQuery(slug);
  const asked = clarificationsQuery(slug);
  const { data: announcements = [] } = useQuery({ ...announced, enabled: listens });
  const { data: clarifications = [] } = useQuery({ ...asked, enabled: listens });
  useNews(slug);

  useTopic(
    listens ? `set:${id}:announcements` : null,
    {
      onEvent: (payload) => {
        const { announcement } = payload as { announcement: Announcement };
        client.setQueryData(announced.queryKey, (known) =>
          known === undefined
            ? known
            : [announcement, ...known.filter((one) => one.sequence !== announcement.sequence)],
        );
        tellNews(newsOfAnnouncement(slug, announcement));
      },
      onResync: () => void client.invalidateQueries({ queryKey: announced.queryKey }),
    },
    'plain',
  );
  useTopic(
    listens ? `set:${id}:clarifications` : null,
    {
      onEvent: (payload) => {
        const { clarification } = payload as { clarification: Clarification };
        client.setQueryData(asked.queryKey, (known) => {
          if (known === undefined) return known;
          const others = known.filter((one) => one.id !== clarification.id);
          return [...others, clarification].sort((one, other) => other.id - one.id);
        });
        if (clarification.answer !== null && !clarification.is_broadcast) {
          tellNews(newsOfAnswer(slug, clarification));
        }
      },
      onResync: () => void client.invalidateQueries({ queryKey: asked.queryKey }),
    },
    'plain',
  );
  return unreadCount(readMark(slug), announcements, clarifications);
}

/** Note as read what stands on the page. */
export function useReadNews(
  slug: string,
  announcements: readonly Announcement[],
  clarifications: readonly Clarification[],
): void {
  const [, renderAnew] = useReducer((count: number) => count + 1, 0);
  const { announcement, answeredAt } = markOf(announcements, clarifications);
  useEffect(() => {
    const known = readMark(slug);
    if (announcement <= known.announcement && answeredAt <= known.answeredAt) return;
    keepReadMark(slug, {
      announcement: Math.max(announcement, known.announcement),
      answeredAt: answeredAt > known.answeredAt ? answeredAt : known.answeredAt,
    });
    renderAnew();
  }, [slug, announcement, answeredAt]);
}
