import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { Section } from '@/components/page/page';
import { QueryView } from '@/components/states/query-view';
import { LoadingRows, Note } from '@/components/states/states';
import { assignmentsQuery } from '@/features/assignments/api/get-assignments';
import { AssignmentList } from '@/features/assignments/components/assignment-list';
import { contestsQuery } from '@/features/contests/api/get-contests';
import { ContestList } from '@/features/contests/components/contest-list';

const SHOWN = 5;
const UPCOMING_SHOWN = 3;

/** What is due, soonest first; what is finished comes last. */
export function Due() {
  const { t } = useTranslation();
  const query = useInfiniteQuery(assignmentsQuery({ open: true, order: 'ends_at', limit: 20 }));
  return (
    <Section
      title={t('home.due')}
      aside={<Link to="/assignments">{t('home.allAssignments')}</Link>}
    >
      <QueryView query={query} loading={<LoadingRows rows={2} />}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) {
            return <Note title={t('assignments.noneOpenTitle')} text={t('home.noneDueText')} />;
          }
          const isFinished = (one: (typeof items)[number]) =>
            one.solved_count !== null && one.solved_count === one.problem_count;
          const shown = [...items]
            .sort((one, other) => Number(isFinished(one)) - Number(isFinished(other)))
            .slice(0, SHOWN);
          return <AssignmentList assignments={shown} label={t('home.due')} hasCourse />;
        }}
      </QueryView>
    </Section>
  );
}

/** Contests that run now and the next ones; nothing where there are none. */
export function RunningContests() {
  const { t } = useTranslation();
  const running = useInfiniteQuery(
    contestsQuery({ phase: 'running', order: 'starts_at', limit: SHOWN }),
  );
  const upcoming = useInfiniteQuery(
    contestsQuery({ phase: 'upcoming', order: 'starts_at', limit: UPCOMING_SHOWN }),
  );
  const contests = [running, upcoming].flatMap(
    ({ data }) => data?.pages.flatMap((page) => page.items) ?? [],
  );
  if (contests.length === 0 && running.data !== undefined && upcoming.data !== undefined) {
    return null;
  }
  return (
    <Section title={t('home.contests')} aside={<Link to="/contests">{t('home.allContests')}</Link>}>
      <QueryView query={running} loading={<LoadingRows rows={2} />}>
        {() => <ContestList contests={contests} label={t('home.contests')} />}
      </QueryView>
    </Section>
  );
}
