import {
  keepPreviousData,
  useInfiniteQuery,
  type InfiniteData,
  type UseInfiniteQueryResult,
} from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { filterOf, isFiltered } from '@/app/pages/problems/problem-search';
import { ProblemFilters, ProblemSearch } from '@/app/pages/problems/problem-filters';
import { useMe } from '@/app/session';
import { ButtonLink } from '@/components/button/button-link';
import { SearchIcon } from '@/components/icons';
import { Page } from '@/components/page/page';
import { LoadMore } from '@/components/states/load-more';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { myProblemsQuery } from '@/features/problems/api/get-my-problems';
import { problemsQuery } from '@/features/problems/api/get-problems';
import { ProblemTable } from '@/features/problems/components/problem-table';
import type { MarkedProblem, ProblemListItem } from '@/lib/api/types';

export function ProblemsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const isVisitor = me === null;
  const search = useSearch({ from: '/problems' });
  const filter = filterOf(search);
  const everybodys = useInfiniteQuery({
    ...problemsQuery(filter),
    placeholderData: keepPreviousData,
    enabled: isVisitor,
  });
  const mine = useInfiniteQuery({
    ...myProblemsQuery({ ...filter, solved: search.solved, favourite: search.favourite }),
    placeholderData: keepPreviousData,
    enabled: me !== null && me !== undefined,
  });

  return (
    <Page title={t('problems.heading')} aside={<ProblemSearch />}>
      <ProblemFilters isVisitor={isVisitor} />
      {isVisitor ? <List query={everybodys} /> : <List query={mine} />}
    </Page>
  );
}

type Items = readonly (ProblemListItem | MarkedProblem)[];

function List<T extends { items: Items }>({
  query,
}: {
  query: UseInfiniteQueryResult<InfiniteData<T>>;
}) {
  return (
    <QueryView query={query}>
      {({ pages }) => {
        const problems = pages.flatMap((page) => [...page.items]);
        if (problems.length === 0) return <NoProblems />;
        return (
          <>
            <ProblemTable problems={problems} />
            <LoadMore query={query} />
          </>
        );
      }}
    </QueryView>
  );
}

function NoProblems() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/problems' });
  if (!isFiltered(search)) {
    return <Note title={t('problems.emptyTitle')} text={t('problems.emptyText')} />;
  }
  return (
    <Note
      title={
        search.search === undefined
          ? t('problems.noneFilteredTitle')
          : t('problems.noneFoundTitle', { search: search.search })
      }
      text={t('problems.noneFoundText')}
      icon={<SearchIcon />}
      action={
        <ButtonLink size="sm" variant="default" to="/problems" search={{}}>
          {t('problems.clearFilters')}
        </ButtonLink>
      }
    />
  );
}
