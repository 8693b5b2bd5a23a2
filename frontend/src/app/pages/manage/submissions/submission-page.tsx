import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { Outcome } from '@/app/pages/manage/submissions/submissions-page';
import { useLanguageNames } from '@/app/language-names';
import { Button } from '@/components/button/button';
import { CopyButton } from '@/components/copy-button/copy-button';
import { Page, Section } from '@/components/page/page';
import { QueryView } from '@/components/states/query-view';
import { DataTable } from '@/components/table/table';
import { VerdictBadge } from '@/components/verdict/verdict-badge';
import form from '@/features/manage/kit/inputs.module.css';
import { Complaint } from '@/features/manage/kit/form';
import { useSave } from '@/features/manage/kit/use-save';
import { submissionQuery, type Detail } from '@/features/manage/submissions/api';
import { OverridePanel } from '@/features/manage/submissions/override-panel';
import { Review } from '@/features/manage/submissions/review';
import { Rejudge } from '@/features/manage/submissions/submissions.gen';
import { Timeline } from '@/features/manage/submissions/timeline';
import { formatMemory, formatMoment, formatTime } from '@/lib/format';
import { request } from '@/lib/graphql/request';
import { isVerdict } from '@/lib/verdicts';

export function ManageSubmissionPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/personal/manage/submissions/$id' });
  const query = useQuery({
    ...submissionQuery(id),
    refetchInterval: ({ state }) =>
      ['queued', 'judging'].includes(state.data?.submission.state ?? '') ? 2_000 : false,
  });
  return (
    <Page
      title={t('title.submission', { id })}
      crumbs={[
        <Link key="all" to="/manage/submissions">
          {t('manageSubmissions.heading')}
        </Link>,
      ]}
    >
      <QueryView query={query}>
        {({ submission, timeline }) => (
          <>
            <Facts submission={submission} />
            <Section
              title={t('submission.source')}
              aside={<CopyButton text={submission.source} label={t('submission.copySource')} />}
            >
              <Review submission={submission} />
            </Section>
            <Section title={t('submission.runs')}>
              <Runs submission={submission} />
            </Section>
            <Section title={t('override.heading')}>
              <OverridePanel submission={submission} />
            </Section>
            <Section title={t('timeline.heading')}>
              <Timeline events={timeline} />
            </Section>
          </>
        )}
      </QueryView>
    </Page>
  );
}

function Facts({ submission }: { submission: Detail }) {
  const { t, i18n } = useTranslation();
  const names = useLanguageNames();
  const again = useSave(() => request(Rejudge, { submissionId: submission.id }));
  const { currentJudgement, user, problemSlug } = submission;
  const judgehost = currentJudgement?.judgehost ?? '';
  return (
    <>
      <dl className={form.facts}>
        <div>
          <dt>{t('submissions.columnVerdict')}</dt>
          <dd>
            <Outcome row={submission} />
          </dd>
        </div>
        <div>
          <dt>{t('manageSubmissions.student')}</dt>
          <dd>
            <Link to="/manage/submissions" search={{ username: user.username }}>
              {user.displayName || user.username}
            </Link>
          </dd>
        </div>
        <div>
          <dt>{t('submissions.columnProblem')}</dt>
          <dd>
            <Link to="/manage/submissions" search={{ problem: problemSlug }}>
              {problemSlug}
            </Link>
          </dd>
        </div>
        <div>
          <dt>{t('submissions.columnWhen')}</dt>
          <dd>{formatMoment(submission.createdAt, i18n.language)}</dd>
        </div>
        <div>
          <dt>{t('submissions.columnLanguage')}</dt>
          <dd>{names.get(submission.language) ?? submission.language}</dd>
        </div>
        <div>
          <dt>{t('submissions.columnTime')}</dt>
          <dd>{formatTime(t, submission.cpuTimeMs)}</dd>
        </div>
        <div>
          <dt>{t('submissions.columnMemory')}</dt>
          <dd>{formatMemory(t, submission.memoryKib)}</dd>
        </div>
        <div>
          <dt>{t('manageSubmissions.judgehost')}</dt>
          <dd>{judgehost === '' ? '–' : judgehost}</dd>
        </div>
      </dl>
      <div className={form.row}>
        <Button
          size="sm"
          variant="default"
          loading={again.isPending}
          onClick={() => again.mutate()}
        >
          {t('manageSubmissions.judgeAgain')}
        </Button>
        <Complaint error={again.error} />
      </div>
    </>
  );
}

function Runs({ submission }: { submission: Detail }) {
  const { t } = useTranslation();
  const judgement = submission.currentJudgement;
  if (judgement === null) return null;
  return (
    <>
      {judgement.compileMessage !== '' && <pre>{judgement.compileMessage}</pre>}
      {judgement.internalErrorMessage !== '' && (
        <p role="alert">{judgement.internalErrorMessage}</p>
      )}
      {judgement.runs.length > 0 && (
        <DataTable
          label={t('submission.runs')}
          head={
            <>
              <th scope="col">{t('submission.columnTest')}</th>
              <th scope="col">{t('submission.columnVerdict')}</th>
              <th scope="col" data-align="end">
                {t('judging.time')}
              </th>
              <th scope="col" data-align="end">
                {t('judging.memory')}
              </th>
              <th scope="col">{t('manageSubmissions.judgeMessage')}</th>
            </>
          }
        >
          {judgement.runs.map((run) => (
            <tr key={run.id}>
              <td>{run.testCase}</td>
              <td>{isVerdict(run.verdict) && <VerdictBadge verdict={run.verdict} />}</td>
              <td data-align="end">{formatTime(t, run.cpuTimeMs)}</td>
              <td data-align="end">{formatMemory(t, run.memoryKib)}</td>
              <td data-wide data-dim>
                {run.judgeMessage}
              </td>
            </tr>
          ))}
        </DataTable>
      )}
    </>
  );
}
