import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { Page } from '@/components/page/page';
import { SearchField } from '@/components/search-field/search-field';
import { LoadMore } from '@/components/states/load-more';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { DataTable } from '@/components/table/table';
import { Tag } from '@/components/tag/tag';
import { Panel } from '@/features/manage/kit/form';
import { managedSetsQuery, type SetFamily } from '@/features/manage/sets/api';
import { NewSetForm } from '@/features/manage/sets/new-set-form';
import { formatDateTime } from '@/lib/format';
import { useDebouncedValue } from '@/lib/use-debounced-value';

import classes from '@/features/manage/kit/kit.module.css';

export function ManagedAssignmentsPage() {
  return <SetsPage key="assignments" family="assignments" />;
}

export function ManagedContestsPage() {
  return <SetsPage key="contests" family="contests" />;
}

function SetsPage({ family }: { family: SetFamily }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const [isMaking, setMaking] = useState(false);
  const query = useInfiniteQuery(managedSetsQuery(family, useDebouncedValue(typed, 300), null));
  return (
    <Page
      title={t(`managedSets.family.${family}`)}
      aside={
        <Button size="sm" onClick={() => setMaking(true)}>
          {t(`managedSets.create.${family}`)}
        </Button>
      }
    >
      {isMaking && (
        <Panel title={t(`managedSets.create.${family}`)}>
          <NewSetForm
            family={family}
            onDone={(slug) =>
              navigate({ to: '/manage/sets/$slug/$part', params: { slug, part: 'problems' } })
            }
            onCancel={() => setMaking(false)}
          />
        </Panel>
      )}
      <div className={classes.tools}>
        <SearchField
          label={t('managedSets.search')}
          clearLabel={t('manage.clear')}
          placeholder={t('managedSets.search')}
          value={typed}
          onChange={setTyped}
        />
      </div>
      <QueryView query={query}>
        {({ pages }) => {
          const sets = pages.flatMap(({ edges }) => edges);
          if (sets.length === 0) {
            return (
              <Note
                title={t(`managedSets.emptyTitle.${family}`)}
                text={t(`managedSets.emptyText.${family}`)}
              />
            );
          }
          return (
            <>
              <DataTable
                label={t(`managedSets.family.${family}`)}
                head={
                  <>
                    <th>{t('managedSets.title')}</th>
                    <th data-minor>{t('managedSets.course')}</th>
                    <th>{t('managedSets.startsAt')}</th>
                    <th>{t(`managedSets.endsAt.${family}`)}</th>
                    <th>{t('managedSets.visibilityHead')}</th>
                  </>
                }
              >
                {sets.map(({ node }) => (
                  <tr key={node.id}>
                    <td data-wide>
                      <Link
                        to="/manage/sets/$slug/$part"
                        params={{ slug: node.slug, part: 'settings' }}
                      >
                        {node.title}
                      </Link>{' '}
                      {node.kind === 'exercise' && <Tag>{t('managedSets.exercise')}</Tag>}{' '}
                      {node.assignmentRules?.scoresReleasedAt != null && (
                        <Tag tone="green">{t('managedSets.released')}</Tag>
                      )}
                    </td>
                    <td data-minor data-dim>
                      {node.course?.title}
                    </td>
                    <td>{formatDateTime(node.startsAt, i18n.language)}</td>
                    <td>{formatDateTime(node.endsAt, i18n.language)}</td>
                    <td>{t(`managedSets.visibility.${node.visibility as 'public'}`)}</td>
                  </tr>
                ))}
              </DataTable>
              <LoadMore query={query} />
            </>
          );
        }}
      </QueryView>
    </Page>
  );
}
