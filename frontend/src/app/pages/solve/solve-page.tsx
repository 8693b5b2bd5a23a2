import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { StatementPane } from '@/app/pages/solve/statement-pane';
import { Workbench } from '@/app/pages/solve/workbench';
import { useMe } from '@/app/session';
import { useDocumentTitle } from '@/components/page/page';
import { Splitter } from '@/components/splitter/splitter';
import { QueryView } from '@/components/states/query-view';
import { LoadingRows } from '@/components/states/states';
import { problemQuery } from '@/features/problems/api/get-problem';
import type { Problem } from '@/lib/api/types';

import classes from './solve-page.module.css';

export function SolvePage() {
  const { i18n } = useTranslation();
  const { slug } = useParams({ from: '/problems/$slug' });
  const query = useQuery({
    ...problemQuery(slug, i18n.language),
    // The editor must not go away while the statement comes in another language.
    placeholderData: (previous) => (previous?.slug === slug ? previous : undefined),
  });
  if (query.data !== undefined) return <Solve key={slug} problem={query.data} />;
  return (
    <div className={classes.waiting}>
      <QueryView query={query} loading={<LoadingRows rows={10} />}>
        {() => null}
      </QueryView>
    </div>
  );
}

function Solve({ problem }: { problem: Problem }) {
  const { t } = useTranslation();
  const me = useMe();
  useDocumentTitle(problem.title);
  return (
    <div className={classes.solve}>
      <Splitter
        name="solve"
        label={t('solve.splitter')}
        left={<StatementPane problem={problem} isSignedIn={me !== null && me !== undefined} />}
        // Drafts belong to a person: another one on the same device has drafts of their own.
        right={me === undefined ? null : <Workbench key={me?.id ?? 0} problem={problem} me={me} />}
      />
    </div>
  );
}
