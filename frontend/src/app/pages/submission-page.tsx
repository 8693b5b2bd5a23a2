import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { useLanguageNames } from '@/app/language-names';
import { ButtonLink } from '@/components/button/button-link';
import { CopyButton } from '@/components/copy-button/copy-button';
import { Page, Section } from '@/components/page/page';
import { QueryView } from '@/components/states/query-view';
import { CodeEditor, type EditorHandle } from '@/features/editor/code-editor';
import { languagesQuery } from '@/features/problems/api/get-languages';
import { JudgingView } from '@/features/submissions/components/judging-panel';
import { RunTable } from '@/features/submissions/components/run-table';
import { useLiveSubmission } from '@/features/submissions/use-live-submission';
import type { SubmissionDetail } from '@/lib/api/types';
import { formatMoment, formatSize } from '@/lib/format';

import classes from './submission-page.module.css';

export function SubmissionPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/personal/submissions/$id' });
  const query = useLiveSubmission(id);
  return (
    <Page
      title={t('title.submission', { id })}
      aside={query.data && <Ways submission={query.data} />}
    >
      <QueryView query={query}>{(submission) => <Content submission={submission} />}</QueryView>
    </Page>
  );
}

function Ways({ submission }: { submission: SubmissionDetail }) {
  const { t } = useTranslation();
  const params = { slug: submission.problem.slug };
  return (
    <>
      <ButtonLink to="/problems/$slug" params={params} variant="default" size="sm">
        {t('submission.backToProblem')}
      </ButtonLink>
      <ButtonLink to="/problems/$slug" params={params} search={{ from: submission.id }} size="sm">
        {t('solve.loadCode')}
      </ButtonLink>
    </>
  );
}

function Content({ submission }: { submission: SubmissionDetail }) {
  const { t, i18n } = useTranslation();
  const editor = useRef<EditorHandle>(null);
  const languageNames = useLanguageNames();
  const { data: languages } = useQuery(languagesQuery);
  const mode = languages?.find(({ id }) => id === submission.language)?.editor_mode ?? '';
  return (
    <>
      <p className={classes.facts}>
        <Link to="/problems/$slug" params={{ slug: submission.problem.slug }}>
          {submission.problem.title}
        </Link>
        <span>{languageNames.get(submission.language) ?? submission.language}</span>
        <span>{formatMoment(submission.created_at, i18n.language)}</span>
        <span>{formatSize(t, submission.source_bytes)}</span>
      </p>
      <JudgingView
        submission={submission}
        onGoTo={(line, column) => editor.current?.goTo(line, column)}
      />
      <Section
        title={t('submission.source')}
        aside={<CopyButton text={submission.source} label={t('submission.copySource')} />}
      >
        <div className={classes.code}>
          <CodeEditor
            key={submission.id}
            ref={editor}
            text={submission.source}
            mode={mode}
            label={t('submission.source')}
            isReadOnly
          />
        </div>
      </Section>
      {submission.runs.length > 0 && (
        <Section title={t('submission.runs')}>
          <RunTable runs={submission.runs} />
        </Section>
      )}
    </>
  );
}
