import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { DataTable } from '@/components/table/table';
import { VisuallyHidden } from '@/components/visually-hidden/visually-hidden';
import { ActButton } from '@/features/manage/kit/form';
import { balloonsQuery, type ManagedProblemSet } from '@/features/manage/sets/api';
import { DeliverBalloon } from '@/features/manage/sets/talk.gen';
import { formatWhen } from '@/lib/format';
import { request } from '@/lib/graphql/request';

import classes from '@/features/manage/kit/kit.module.css';

/** What is to be carried to whom, the longest waiting first. */
export function BalloonsPanel({ set }: { set: ManagedProblemSet }) {
  const { t, i18n } = useTranslation();
  const { slug } = set;
  const [isDone, setDone] = useState(false);
  const query = useQuery(balloonsQuery(slug, isDone ? 'delivered' : 'waiting'));
  if (set.contestRules?.hasBalloons !== true) {
    return (
      <Note title={t('managedSets.balloonsOffTitle')} text={t('managedSets.balloonsOffText')} />
    );
  }
  return (
    <>
      <div className={classes.tools}>
        <label>
          <input
            type="checkbox"
            checked={isDone}
            onChange={(event) => setDone(event.currentTarget.checked)}
          />{' '}
          {t('managedSets.deliveredOnes')}
        </label>
      </div>
      <QueryView query={query}>
        {(balloons) =>
          balloons.length === 0 ? (
            <Note title={t('managedSets.noBalloonsTitle')} text={t('managedSets.noBalloonsText')} />
          ) : (
            <DataTable
              label={t('managedSets.part.balloons')}
              head={
                <>
                  <th>{t('managedSets.problem')}</th>
                  <th>{t('managedSets.entry')}</th>
                  <th>{t('managedSets.since')}</th>
                  <th>
                    <VisuallyHidden>{t('manage.actions')}</VisuallyHidden>
                  </th>
                </>
              }
            >
              {balloons.map(({ id, setProblem, entryName, organization, createdAt }) => (
                <tr key={id}>
                  <td>
                    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
                      <circle cx="8" cy="8" r="7" fill={setProblem.colour || 'currentColor'} />
                    </svg>{' '}
                    <strong>{setProblem.label}</strong>{' '}
                    <span className={classes.code}>{setProblem.colour}</span>
                  </td>
                  <td data-wide>
                    {entryName} <span className={classes.dim}>{organization}</span>
                  </td>
                  <td>{formatWhen(createdAt, i18n.language)}</td>
                  <td>
                    <ActButton
                      label={t(isDone ? 'managedSets.takeBack' : 'managedSets.deliver')}
                      name={`${t(isDone ? 'managedSets.takeBack' : 'managedSets.deliver')}: ${setProblem.label} ${entryName}`}
                      variant={isDone ? 'default' : 'filled'}
                      act={() =>
                        request(DeliverBalloon, { slug, balloonId: id, isDelivered: !isDone })
                      }
                    />
                  </td>
                </tr>
              ))}
            </DataTable>
          )
        }
      </QueryView>
    </>
  );
}
