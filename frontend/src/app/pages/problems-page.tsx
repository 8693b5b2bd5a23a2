import { Button } from '@/components/button/button';
import { SearchField } from '@/components/search-field/search-field';
import { useDebouncedCallback } from '@mantine/hooks';
import {
  keepPreviousData,
  useInfiniteQuery,
  type InfiniteData,
  type UseInfiniteQueryResult,
} from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useMe } from '@/app/session';
import { SearchIcon } from '@/components/icons';
import { Page } from '@/components/page/page';
import { LoadMore } from '@/components/states/load-more';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { myProblemsQuery } from '@/features/problems/api/get-my-problems';
import { problemsQuery } from '@/features/problems/api/get-problems';
import { ProblemTable } from '@/features/problems/components/problem-table';
import type { MarkedProblem, ProblemListItem } from '@/lib/api/types';

const TYPING_PAUSE_MS = 200;

export function ProblemsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const isVisitor = me === null;
  const { search } = useSearch({ from: '/problems' });
  const everybodys = useInfiniteQuery({
    ...problemsQuery({ search }),
    placeholderData: keepPreviousData,
    enabled: isVisitor,
  });
  const mine = useInfiniteQuery({
    ...myProblemsQuery({ search }),
    placeholderData: keepPreviousData,
    enabled: me !== null && me !== undefined,
  });

  return (
    <Page title={t('problems.heading')} aside={<Search />}>
      {isVisitor ? (
        <List query={everybodys} search={search} />
      ) : (
        <List query={mine} search={search} />
      )}
    </Page>
  );
}

type Items = readonly (ProblemListItem | MarkedProblem)[];

interface ListProps<T extends { items: Items }> {
  query: UseInfiniteQueryResult<InfiniteData<T>>;
  search: string | undefined;
}

function List<T extends { items: Items }>({ query, search }: ListProps<T>) {
  return (
    <QueryView query={query}>
      {({ pages }) => {
        const problems = pages.flatMap((page) => [...page.items]);
        if (problems.length === 0) return <NoProblems search={search} />;
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

function Search() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search = '' } = useSearch({ from: '/problems' });
  const [typed, setTyped] = useState(search);
  const setSearch = useDebouncedCallback((value: string) => {
    void navigate({ to: '/problems', search: { search: value || undefined }, replace: true });
  }, TYPING_PAUSE_MS);
  const change = (value: string) => {
    setTyped(value);
    setSearch(value.trim());
  };
  return (
    <SearchField
      label={t('problems.search')}
      placeholder={t('problems.searchPlaceholder')}
      clearLabel={t('problems.clearSearch')}
      value={typed}
      onChange={change}
    />
  );
}

function NoProblems({ search }: { search: string | undefined }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  if (search === undefined) {
    return <Note title={t('problems.emptyTitle')} text={t('problems.emptyText')} />;
  }
  return (
    <Note
      title={t('problems.noneFoundTitle', { search })}
      text={t('problems.noneFoundText')}
      icon={<SearchIcon />}
      action={
        <Button
          size="sm"
          variant="default"
          onClick={() => void navigate({ to: '/problems', search: {} })}
        >
          {t('problems.clearSearch')}
        </Button>
      }
    />
  );
}
