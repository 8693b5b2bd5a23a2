import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { Page, Section } from '@/components/page/page';
import { LoadMore } from '@/components/states/load-more';
import { QueryView } from '@/components/states/query-view';
import { LoadingRows, Note } from '@/components/states/states';
import { TabNav, tabLink } from '@/components/tab-nav/tab-nav';
import { assignmentsQuery } from '@/features/assignments/api/get-assignments';
import { AssignmentList } from '@/features/assignments/components/assignment-list';
import type { AssignmentItem } from '@/lib/api/types';

/** Assignments and exercises of one's courses, course by course. */
export function AssignmentsPage() {
  const { t } = useTranslation();
  const { tab, course } = useSearch({ from: '/personal/assignments' });
  const isClosed = tab === 'closed';
  // What opens later is "not open" to the server too: the page puts it where it belongs.
  const open = useInfiniteQuery({
    ...assignmentsQuery({ open: !isClosed, course, order: isClosed ? '-ends_at' : 'ends_at' }),
  });
  const upcoming = useInfiniteQuery({
    ...assignmentsQuery({ open: false, course, order: '-ends_at' }),
    enabled: !isClosed,
  });
  return (
    <Page title={t('assignments.heading')}>
      <TabNav label={t('assignments.which')}>
        <Link to="/assignments" search={{ course }} className={tabLink} activeOptions={EXACT}>
          {t('assignments.open')}
        </Link>
        <Link
          to="/assignments"
          search={{ tab: 'closed', course }}
          className={tabLink}
          activeOptions={EXACT}
        >
          {t('assignments.done')}
        </Link>
      </TabNav>
      <QueryView query={open} loading={<LoadingRows rows={4} />}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          const later = (upcoming.data?.pages ?? [])
            .flatMap((page) => page.items)
            .filter(({ phase }) => phase === 'upcoming');
          const shown = isClosed
            ? items.filter(({ phase }) => phase !== 'upcoming')
            : [...items, ...later];
          if (shown.length === 0) {
            return (
              <Section title={t(isClosed ? 'assignments.done' : 'assignments.open')}>
                <Note
                  title={t(isClosed ? 'assignments.noneClosedTitle' : 'assignments.noneOpenTitle')}
                  text={t(isClosed ? 'assignments.noneClosedText' : 'assignments.noneOpenText')}
                />
              </Section>
            );
          }
          return (
            <>
              {byCourse(shown).map(([title, those]) => (
                <Section key={title} title={title}>
                  <AssignmentList assignments={those} label={title} />
                </Section>
              ))}
              <LoadMore query={open} />
            </>
          );
        }}
      </QueryView>
    </Page>
  );
}

const EXACT = { exact: true, includeSearch: true } as const;

function byCourse(assignments: readonly AssignmentItem[]): [string, AssignmentItem[]][] {
  const courses = new Map<string, AssignmentItem[]>();
  for (const assignment of assignments) {
    const title = assignment.course?.title ?? '';
    courses.set(title, [...(courses.get(title) ?? []), assignment]);
  }
  return [...courses];
}
