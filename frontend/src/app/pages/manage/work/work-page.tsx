import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { Page } from '@/components/page/page';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { DataTable } from '@/components/table/table';
import { VisuallyHidden } from '@/components/visually-hidden/visually-hidden';
import { stopSending, useSendings } from '@/features/manage/problems/sendings';
import { workQuery } from '@/features/manage/work/api';
import { WorkRow } from '@/features/manage/work/work-row';

import classes from '@/features/manage/kit/kit.module.css';

/** What goes on in the background, and what came of it: left anywhere, found here. */
export function WorkPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const query = useQuery(workQuery);
  const open = (slug: string) =>
    void navigate({ to: '/manage/problems/$slug/$part', params: { slug, part: 'statement' } });
  return (
    <Page title={t('work.heading')}>
      <p className={classes.dim}>{t('work.text')}</p>
      <Sendings />
      <QueryView query={query}>
        {(all) =>
          all.length === 0 ? (
            <Note title={t('work.noneTitle')} text={t('work.noneText')} />
          ) : (
            <DataTable
              label={t('work.heading')}
              head={
                <>
                  <th>{t('work.what')}</th>
                  <th>{t('work.about')}</th>
                  <th>{t('work.state')}</th>
                  <th data-align="end">{t('work.progress')}</th>
                  <th data-minor>{t('work.begun')}</th>
                  <th>
                    <VisuallyHidden>{t('manage.actions')}</VisuallyHidden>
                  </th>
                </>
              }
            >
              {all.map((one) => (
                <WorkRow key={one.id} work={one} onOpen={open} />
              ))}
            </DataTable>
          )
        }
      </QueryView>
    </Page>
  );
}

/** Files that this page of the browser still sends. */
function Sendings() {
  const { t } = useTranslation();
  const sending = [...useSendings().values()].filter(({ state }) => state === 'sending');
  if (sending.length === 0) return null;
  return (
    <ul className={classes.items}>
      {sending.map(({ key, fileName, share }) => (
        <li key={key} className={classes.item}>
          <div className={classes.itemHead}>
            <span>{t('work.sending', { name: fileName })}</span>
            <Button size="xs" variant="default" onClick={() => stopSending(key)}>
              {t('manage.cancel')}
            </Button>
          </div>
          <progress className={classes.progress} value={share} aria-label={fileName} />
        </li>
      ))}
    </ul>
  );
}
