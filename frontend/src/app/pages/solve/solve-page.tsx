import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { NotFoundPage } from '@/app/pages/fallback-pages';
import { StatementPane } from '@/app/pages/solve/statement-pane';
import { Workbench } from '@/app/pages/solve/workbench';
import { useMe } from '@/app/session';
import { Page, useDocumentTitle } from '@/components/page/page';
import { useMath } from '@/components/rich-text/use-math';
import { Splitter } from '@/components/splitter/splitter';
import { QueryView } from '@/components/states/query-view';
import { LoadingRows } from '@/components/states/states';
import { problemQuery } from '@/features/problems/api/get-problem';
import { ApiError } from '@/lib/api/errors';
import type { Problem } from '@/lib/api/types';

import classes from './solve-page.module.css';

export function SolvePage() {
  const { slug } = useParams({ from: '/problems/$slug' });
  return <SolveProblem slug={slug} />;
}

/** The page of a problem: in practice, or in what a SolvePlaceProvider around it says. */
export function SolveProblem({ slug }: { slug: string }) {
  const { t, i18n } = useTranslation();
  const query = useQuery({
    ...problemQuery(slug, i18n.language),
    // The editor must not go away while the statement comes in another language.
    placeholderData: (previous) => (previous?.slug === slug ? previous : undefined),
  });
  const isMathReady = useMath(query.data?.statement_html);
  if (query.data !== undefined && isMathReady) return <Solve key={slug} problem={query.data} />;
  if (query.error instanceof ApiError && query.error.status === 404) return <NotFoundPage />;
  return (
    <Page title={t('problems.heading')}>
      <QueryView query={query} loading={<LoadingRows rows={10} />}>
        {() => <LoadingRows rows={10} />}
      </QueryView>
    </Page>
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
