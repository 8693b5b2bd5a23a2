import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { CheckIcon } from '@/components/icons';
import { Page } from '@/components/page/page';
import { LoadMore } from '@/components/states/load-more';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { faultsQuery } from '@/features/manage/faults/api';
import { FaultItem } from '@/features/manage/faults/fault-item';

import classes from '@/features/manage/kit/kit.module.css';

/** What keeps ending in judging errors, and is switched off until somebody has mended it. */
export function FaultsPage() {
  const { t } = useTranslation();
  const [isResolved, setResolved] = useState(false);
  const query = useInfiniteQuery(faultsQuery(!isResolved));
  return (
    <Page title={t('faults.heading')}>
      <p className={classes.dim}>{t('faults.text')}</p>
      <div className={classes.tools}>
        <label>
          <input
            type="checkbox"
            checked={isResolved}
            onChange={(event) => setResolved(event.currentTarget.checked)}
          />{' '}
          {t('faults.resolvedOnes')}
        </label>
      </div>
      <QueryView query={query}>
        {({ pages }) => {
          const faults = pages.flatMap(({ edges }) => edges);
          if (faults.length === 0) {
            return (
              <Note
                title={t('faults.noneTitle')}
                text={t(isResolved ? 'faults.noneResolvedText' : 'faults.noneText')}
                icon={<CheckIcon />}
              />
            );
          }
          return (
            <>
              <ul className={classes.items}>
                {faults.map(({ node }) => (
                  <FaultItem key={node.id} fault={node} />
                ))}
              </ul>
              <LoadMore query={query} />
            </>
          );
        }}
      </QueryView>
    </Page>
  );
}
