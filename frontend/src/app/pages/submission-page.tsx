import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Suspense, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { useLanguageNames } from '@/app/language-names';
import { Button } from '@/components/button/button';
import { ButtonLink } from '@/components/button/button-link';
import { CopyButton } from '@/components/copy-button/copy-button';
import { lazyPart } from '@/components/lazy-part/lazy-part';
import { Page, Section } from '@/components/page/page';
import { RichText } from '@/components/rich-text/rich-text';
import { QueryView } from '@/components/states/query-view';
import { LoadingRows } from '@/components/states/states';
import { CodeEditor, type EditorHandle } from '@/features/editor/code-editor';
import { languagesQuery } from '@/features/problems/api/get-languages';
import { commentsQuery } from '@/features/submissions/api/get-comments';
import { submissionsQuery } from '@/features/submissions/api/get-submissions';
import { JudgingView } from '@/features/submissions/components/judging-panel';
import { RunTable } from '@/features/submissions/components/run-table';
import { useLiveSubmission } from '@/features/submissions/use-live-submission';
import type { Comment, SubmissionDetail } from '@/lib/api/types';
import { formatMoment, formatSize, formatWhen } from '@/lib/format';
import { lineName, packed } from '@/lib/source-files';

import classes from './submission-page.module.css';

const FilesEditor = lazyPart(() => import('@/features/editor/files-editor'));
const ChangesView = lazyPart(() => import('@/features/submissions/components/changes-view'));

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

const NO_COMMENTS: readonly Comment[] = [];

function Content({ submission }: { submission: SubmissionDetail }) {
  const { t, i18n } = useTranslation();
  const editor = useRef<EditorHandle>(null);
  const languageNames = useLanguageNames();
  const { data: languages } = useQuery(languagesQuery);
  const { data: comments = NO_COMMENTS } = useQuery(commentsQuery(submission.id));
  const language = languages?.find(({ id }) => id === submission.language);
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
      <JudgingView submission={submission} onGoTo={(...place) => editor.current?.goTo(...place)} />
      {comments.length > 0 && (
        <Section title={t('submission.comments')}>
          <ul className={classes.comments}>
            {comments.map(({ id, line, author, html }) => (
              <li key={id}>
                <Button
                  size="xs"
                  variant="default"
                  onClick={() => editor.current?.goTo(line, null)}
                >
                  {t('submission.line', { line: lineName(submission.files, line) })}
                </Button>
                <span>{author}</span>
                <RichText html={html} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section
        title={t('submission.source')}
        aside={<CopyButton text={submission.source} label={t('submission.copySource')} />}
      >
        <div className={classes.code}>
          {submission.files.length === 0 || language === undefined ? (
            <CodeEditor
              key={submission.id}
              ref={editor}
              text={submission.source}
              mode={language?.editor_mode ?? ''}
              label={t('submission.source')}
              notes={comments}
              isReadOnly
            />
          ) : (
            <Suspense fallback={<LoadingRows rows={8} />}>
              <FilesEditor
                key={submission.id}
                ref={editor}
                text={packed(submission)}
                language={language}
                maxFiles={submission.files.length}
                label={t('submission.source')}
                notes={comments}
                isReadOnly
              />
            </Suspense>
          )}
        </div>
      </Section>
      <Changes submission={submission} />
      {submission.runs.length > 0 && (
        <Section title={t('submission.runs')}>
          <RunTable runs={submission.runs} />
        </Section>
      )}
    </>
  );
}

/** What has changed since another one of one's submissions to the problem. */
function Changes({ submission }: { submission: SubmissionDetail }) {
  const { t, i18n } = useTranslation();
  const { compare } = useSearch({ from: '/personal/submissions/$id' });
  const navigate = useNavigate();
  const { data } = useInfiniteQuery(submissionsQuery({ problem: submission.problem.slug }));
  const others = (data?.pages ?? [])
    .flatMap((page) => page.items)
    .filter(({ id }) => id !== submission.id);
  if (others.length === 0 && compare === undefined) return null;
  return (
    <Section
      title={t('submission.changes')}
      aside={
        <select
          aria-label={t('submission.compareWith')}
          value={compare ?? ''}
          onChange={({ target: { value } }) =>
            void navigate({
              to: '.',
              search: { compare: value === '' ? undefined : Number(value) },
              replace: true,
            })
          }
        >
          <option value="">{t('submission.compareWith')}</option>
          {compare !== undefined && others.every(({ id }) => id !== compare) && (
            <option value={compare}>{t('title.submission', { id: compare })}</option>
          )}
          {others.map(({ id, created_at, verdict }) => (
            <option key={id} value={id}>
              {`${id} · ${formatWhen(created_at, i18n.language)}`}
              {verdict !== null && ` · ${t(`verdict.${verdict}`)}`}
            </option>
          ))}
        </select>
      }
    >
      {compare === undefined ? (
        <p className={classes.facts}>{t('submission.compareHint')}</p>
      ) : (
        <Suspense fallback={<LoadingRows rows={4} />}>
          <ChangesView submission={submission} since={compare} />
        </Suspense>
      )}
    </Section>
  );
}
