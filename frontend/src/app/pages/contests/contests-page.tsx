import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useMe } from '@/app/session';
import { useDebouncedHere } from '@/app/use-debounced-here';
import { ButtonLink } from '@/components/button/button-link';
import { SearchField } from '@/components/search-field/search-field';
import { Page, Section } from '@/components/page/page';
import { LoadMore } from '@/components/states/load-more';
import { QueryView } from '@/components/states/query-view';
import { Settled } from '@/components/states/settled';
import { LoadingRows, Note } from '@/components/states/states';
import { TabNav, tabLink } from '@/components/tab-nav/tab-nav';
import { contestsQuery, type ContestFilter } from '@/features/contests/api/get-contests';
import { ContestList } from '@/features/contests/components/contest-list';

const TYPING_PAUSE_MS = 200;

export function ContestsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const { tab, search } = useSearch({ from: '/contests' });
  return (
    <Page title={t('contests.heading')} aside={<SearchBox />}>
      <TabNav label={t('contests.which')}>
        <Link to="/contests" search={{ search }} className={tabLink} activeOptions={EXACT}>
          {t('contests.current')}
        </Link>
        <Link
          to="/contests"
          search={{ tab: 'past', search }}
          className={tabLink}
          activeOptions={EXACT}
        >
          {t('contests.past')}
        </Link>
        {me !== null && (
          <Link
            to="/contests"
            search={{ tab: 'mine', search }}
            className={tabLink}
            activeOptions={EXACT}
          >
            {t('contests.mine')}
          </Link>
        )}
      </TabNav>
      {tab === undefined ? (
        <Settled loading={<LoadingRows rows={6} />}>
          <Contests
            title={t('contests.running')}
            filter={{ phase: 'running', order: 'starts_at', search }}
            emptyTitle={t('contests.noneRunningTitle')}
            emptyText={t('contests.noneRunningText')}
          />
          <Contests
            title={t('contests.upcoming')}
            filter={{ phase: 'upcoming', order: 'starts_at', search }}
            emptyTitle={t('contests.noneUpcomingTitle')}
            emptyText={t('contests.noneUpcomingText')}
          />
        </Settled>
      ) : (
        <Contests
          title={tab === 'past' ? t('contests.past') : t('contests.mine')}
          filter={tab === 'past' ? { phase: 'ended', search } : { mine: true, search }}
          emptyTitle={t(tab === 'past' ? 'contests.nonePastTitle' : 'contests.noneMineTitle')}
          emptyText={t(tab === 'past' ? 'contests.nonePastText' : 'contests.noneMineText')}
        />
      )}
    </Page>
  );
}

const EXACT = { exact: true, includeSearch: true } as const;

function Contests({
  title,
  filter,
  emptyTitle,
  emptyText,
}: {
  title: string;
  filter: ContestFilter;
  emptyTitle: string;
  emptyText: string;
}) {
  const { t } = useTranslation();
  const query = useInfiniteQuery({ ...contestsQuery(filter), placeholderData: keepPreviousData });
  return (
    <Section title={title}>
      <QueryView query={query} loading={<LoadingRows rows={3} />}>
        {({ pages }) => {
          const contests = pages.flatMap((page) => page.items);
          if (contests.length > 0) {
            return (
              <>
                <ContestList contests={contests} label={title} />
                <LoadMore query={query} />
              </>
            );
          }
          if (filter.search === undefined) return <Note title={emptyTitle} text={emptyText} />;
          return (
            <Note
              title={t('contests.noneFoundTitle', { search: filter.search })}
              text={t('contests.noneFoundText')}
              action={
                <ButtonLink to="/contests" size="sm" variant="default">
                  {t('contests.clearSearch')}
                </ButtonLink>
              }
            />
          );
        }}
      </QueryView>
    </Section>
  );
}

function SearchBox() {
  const { t } = useTranslation();
  const { tab, search = '' } = useSearch({ from: '/contests' });
  const navigate = useNavigate();
  const [text, setText] = useState(search);
  const go = (value: string) =>
    void navigate({
      to: '/contests',
      search: { tab, search: value.trim() || undefined },
      replace: true,
    });
  const goLater = useDebouncedHere(go, TYPING_PAUSE_MS);
  const change = (value: string) => {
    setText(value);
    goLater(value);
  };
  return (
    <SearchField
      label={t('contests.search')}
      placeholder={t('contests.searchPlaceholder')}
      clearLabel={t('contests.clearSearch')}
      value={text}
      onChange={change}
    />
  );
}
