import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { NotFoundPage } from '@/app/pages/fallback-pages';
import { Page } from '@/components/page/page';
import { QueryView } from '@/components/states/query-view';
import { tabLink, TabNav } from '@/components/tab-nav/tab-nav';
import { Tag } from '@/components/tag/tag';
import { managedProblemQuery, type Problem } from '@/features/manage/problems/api';
import { FilesPanel } from '@/features/manage/problems/files-panel';
import { HelpPanel } from '@/features/manage/problems/help-panel';
import { HistoryPanel } from '@/features/manage/problems/history-panel';
import { ProblemSettings } from '@/features/manage/problems/problem-settings';
import { StatementPanel } from '@/features/manage/problems/statement-panel';
import { TemplatesPanel } from '@/features/manage/problems/templates-panel';
import { TestsPanel } from '@/features/manage/problems/tests-panel';
import { VerifierPanel } from '@/features/manage/problems/verifier-panel';
import { VersionsPanel } from '@/features/manage/problems/versions-panel';

import classes from '@/features/manage/kit/kit.module.css';

const PARTS = {
  statement: StatementPanel,
  files: FilesPanel,
  settings: ProblemSettings,
  help: HelpPanel,
  templates: TemplatesPanel,
  tests: TestsPanel,
  versions: VersionsPanel,
  verifier: VerifierPanel,
  history: HistoryPanel,
} as const;
const NAMES = Object.keys(PARTS) as (keyof typeof PARTS)[];

export function ManagedProblemPage() {
  const { t } = useTranslation();
  const { slug, part } = useParams({ from: '/personal/manage/problems/$slug/$part' });
  const query = useQuery(managedProblemQuery(slug));
  const name = NAMES.find((known) => known === part);
  if (name === undefined) return <NotFoundPage />;
  const Part: (props: { problem: Problem }) => ReactNode = PARTS[name];
  return (
    <Page
      title={query.data?.title ?? t('managedProblems.heading')}
      aside={
        query.data !== undefined && (
          <>
            <Tag>{t(`managedProblems.visibility.${query.data.visibility as 'public'}`)}</Tag>
            <Link to="/problems/$slug" params={{ slug }}>
              {t('managedProblems.asStudents')}
            </Link>
          </>
        )
      }
      crumbs={[
        <Link key="problems" to="/manage/problems">
          {t('managedProblems.heading')}
        </Link>,
      ]}
    >
      {query.error === null && (
        <TabNav label={t('managedProblems.parts')}>
          {NAMES.map((one) => (
            <Link
              key={one}
              to="/manage/problems/$slug/$part"
              params={{ slug, part: one }}
              className={tabLink}
            >
              {t(`managedProblems.part.${one}`)}
            </Link>
          ))}
        </TabNav>
      )}
      <div className={classes.body}>
        <QueryView query={query}>{(problem) => <Part key={slug} problem={problem} />}</QueryView>
      </div>
    </Page>
  );
}
