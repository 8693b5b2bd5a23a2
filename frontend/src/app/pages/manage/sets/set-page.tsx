import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { NotFoundPage } from '@/app/pages/fallback-pages';
import { Page } from '@/components/page/page';
import { QueryView } from '@/components/states/query-view';
import { tabLink, TabNav } from '@/components/tab-nav/tab-nav';
import { Tag } from '@/components/tag/tag';
import { managedSetQuery, type ManagedProblemSet } from '@/features/manage/sets/api';
import { BalloonsPanel } from '@/features/manage/sets/balloons-panel';
import { EntriesPanel } from '@/features/manage/sets/entries-panel';
import { ExtensionsPanel } from '@/features/manage/sets/extensions-panel';
import { InvitationsPanel } from '@/features/manage/sets/invitations-panel';
import { PlacesPanel } from '@/features/manage/sets/places-panel';
import { ResultsPanel } from '@/features/manage/sets/results-panel';
import { SetSettings } from '@/features/manage/sets/set-settings';
import { TalkPanel } from '@/features/manage/sets/talk-panel';

import classes from '@/features/manage/kit/kit.module.css';

const PARTS = {
  settings: SetSettings,
  problems: PlacesPanel,
  extensions: ExtensionsPanel,
  entries: EntriesPanel,
  invitations: InvitationsPanel,
  talk: TalkPanel,
  balloons: BalloonsPanel,
  results: ResultsPanel,
} as const;
type PartName = keyof typeof PARTS;

const OF_CONTEST: readonly PartName[] = [
  'settings',
  'problems',
  'entries',
  'invitations',
  'talk',
  'balloons',
  'results',
];
const OF_ASSIGNMENT: readonly PartName[] = ['settings', 'problems', 'extensions', 'results'];

export function ManagedSetPage() {
  const { t } = useTranslation();
  const { slug, part } = useParams({ from: '/personal/manage/sets/$slug/$part' });
  const query = useQuery(managedSetQuery(slug));
  const isContest = query.data?.kind === 'contest';
  const names = isContest ? OF_CONTEST : OF_ASSIGNMENT;
  const name = [...OF_CONTEST, ...OF_ASSIGNMENT].find((known) => known === part);
  if (name === undefined) return <NotFoundPage />;
  const Part: (props: { set: ManagedProblemSet }) => ReactNode = PARTS[name];
  const family = isContest ? 'contests' : 'assignments';
  return (
    <Page
      title={query.data?.title ?? t(`managedSets.family.${family}`)}
      aside={
        query.data !== undefined && (
          <>
            <Tag>{t(`managedSets.visibility.${query.data.visibility as 'public'}`)}</Tag>
            {isContest ? (
              <Link to="/contests/$slug" params={{ slug }}>
                {t('managedSets.asStudents')}
              </Link>
            ) : (
              <Link to="/assignments/$slug" params={{ slug }}>
                {t('managedSets.asStudents')}
              </Link>
            )}
          </>
        )
      }
      crumbs={[
        <Link key="list" to={isContest ? '/manage/contests' : '/manage/assignments'}>
          {t(`managedSets.family.${family}`)}
        </Link>,
      ]}
    >
      <QueryView query={query}>
        {(set) => (
          <>
            <TabNav label={t('managedSets.parts')}>
              {names.map((one) => (
                <Link
                  key={one}
                  to="/manage/sets/$slug/$part"
                  params={{ slug, part: one }}
                  className={tabLink}
                >
                  {t(`managedSets.part.${one}`)}
                </Link>
              ))}
            </TabNav>
            <div className={classes.body}>
              <Part key={slug} set={set} />
            </div>
          </>
        )}
      </QueryView>
    </Page>
  );
}
