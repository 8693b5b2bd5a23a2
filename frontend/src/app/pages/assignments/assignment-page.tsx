import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { NotFoundPage } from '@/app/pages/fallback-pages';
import { BarChart } from '@/components/chart/bar-chart';
import { Countdown } from '@/components/countdown/countdown';
import { HourglassIcon } from '@/components/icons';
import { Page, Section } from '@/components/page/page';
import { QueryView } from '@/components/states/query-view';
import { LoadingRows, Note } from '@/components/states/states';
import { Tag } from '@/components/tag/tag';
import {
  assignmentQuery,
  distributionQuery,
  scoreQuery,
} from '@/features/assignments/api/get-assignments';
import { ScoreTable } from '@/features/assignments/components/score-table';
import { latePolicy } from '@/features/assignments/policy';
import { RichText } from '@/components/rich-text/rich-text';
import { ApiError } from '@/lib/api/errors';
import type { Assignment } from '@/lib/api/types';
import { formatDateTime, formatPoints } from '@/lib/format';
import { useServerSecond } from '@/lib/server-clock';

import classes from './assignment-page.module.css';

export function AssignmentPage() {
  const { t } = useTranslation();
  const { slug } = useParams({ from: '/personal/assignments/$slug' });
  const query = useQuery(assignmentQuery(slug));
  if (query.data !== undefined) return <Within assignment={query.data} />;
  if (query.error instanceof ApiError && query.error.status === 404) return <NotFoundPage />;
  return (
    <Page title={t('assignments.heading')}>
      <QueryView query={query} loading={<LoadingRows rows={6} />}>
        {() => null}
      </QueryView>
    </Page>
  );
}

function Within({ assignment }: { assignment: Assignment }) {
  const { t, i18n } = useTranslation();
  return (
    <Page
      title={assignment.title}
      crumbs={[
        <Link key="all" to="/assignments">
          {t('assignments.heading')}
        </Link>,
        ...(assignment.course === null
          ? []
          : [
              <Link key="course" to="/assignments" search={{ course: assignment.course.slug }}>
                {assignment.course.title}
              </Link>,
            ]),
      ]}
      aside={<Due assignment={assignment} />}
    >
      <Policy assignment={assignment} />
      {assignment.description_html !== '' && (
        <div className={classes.about}>
          <RichText html={assignment.description_html} language={i18n.language} />
        </div>
      )}
      {assignment.phase === 'upcoming' && !assignment.is_staff ? (
        <Section title={t('assignments.problems')}>
          <Note
            title={t('assignments.notStartedTitle')}
            text={t('assignments.notStartedText')}
            icon={<HourglassIcon />}
          />
        </Section>
      ) : (
        <Scores assignment={assignment} />
      )}
      {assignment.scores_released_at !== null && <Distribution slug={assignment.slug} />}
    </Page>
  );
}

function Due({ assignment }: { assignment: Assignment }) {
  const { t } = useTranslation();
  const now = useServerSecond();
  const { due_at: due, closes_at: closes, starts_at: starts } = assignment;
  const [label, to] =
    now < Date.parse(starts)
      ? [t('assignments.opensIn'), starts]
      : now < Date.parse(due)
        ? [t('assignments.dueIn'), due]
        : now < Date.parse(closes)
          ? [t('assignments.closesIn'), closes]
          : [t('assignments.closed'), null];
  return (
    <span className={classes.due}>
      <span>{label}</span>
      {to !== null && <Countdown to={to} className={classes.left} />}
    </span>
  );
}

function Policy({ assignment }: { assignment: Assignment }) {
  const { t, i18n } = useTranslation();
  const when = (iso: string) => formatDateTime(iso, i18n.language);
  const { verdict_policy: verdicts, max_submissions_per_problem: most } = assignment;
  return (
    <ul className={classes.policy}>
      <li>
        <strong>{t('assignments.dueAt', { when: when(assignment.due_at) })}</strong>
        {assignment.has_extension && (
          <>
            {' '}
            <Tag tone="indigo">{t('assignments.extendedForYou')}</Tag>
          </>
        )}
      </li>
      <li>{latePolicy(t, assignment, i18n.language)}</li>
      {assignment.kind === 'exercise' && <li>{t('assignments.exerciseHelp')}</li>}
      {verdicts !== 'all' && <li>{t(`assignments.verdictHelp.${verdicts}`)}</li>}
      {most !== null && <li>{t('contests.perProblem', { count: most })}</li>}
      {assignment.allowed_languages.length > 0 && (
        <li>
          {t('assignments.languages', { languages: assignment.allowed_languages.join(', ') })}
        </li>
      )}
      <li>{t(assignment.allows_upsolving ? 'contests.upsolvingYes' : 'contests.upsolvingNo')}</li>
    </ul>
  );
}

function Scores({ assignment }: { assignment: Assignment }) {
  const { t } = useTranslation();
  const score = useQuery({ ...scoreQuery(assignment.slug), retry: false });
  const refusal = score.error instanceof ApiError ? score.error.code : null;
  if (score.data === undefined && refusal === 'problems_closed') {
    return (
      <Section title={t('assignments.problems')}>
        <Note title={t('assignments.closedTitle')} text={t('assignments.closedText')} />
      </Section>
    );
  }
  return (
    <QueryView query={score} loading={<LoadingRows rows={4} />}>
      {(own) => (
        <Section
          title={t('assignments.problems')}
          aside={
            own.total === null ? (
              <span className={classes.dim}>{t('assignments.notReleased')}</span>
            ) : (
              <strong className={classes.total} data-testid="total">
                {t('assignments.total', {
                  score: formatPoints(own.total),
                  max: formatPoints(own.max_total),
                })}
              </strong>
            )
          }
        >
          <ScoreTable assignment={assignment} score={own} />
        </Section>
      )}
    </QueryView>
  );
}

function Distribution({ slug }: { slug: string }) {
  const { t } = useTranslation();
  const query = useQuery({ ...distributionQuery(slug), retry: false });
  // Refused for classes so small that it would tell who has what: then there is nothing to say.
  if (query.error instanceof ApiError && query.error.status === 409) return null;
  return (
    <Section title={t('assignments.distribution')}>
      <QueryView query={query} loading={<LoadingRows rows={3} />}>
        {(spread) => (
          <div className={classes.spread}>
            <dl className={classes.figures}>
              <div>
                <dt>{t('assignments.students')}</dt>
                <dd>{spread.students}</dd>
              </div>
              <div>
                <dt>{t('assignments.mean')}</dt>
                <dd>{formatPoints(spread.mean)}</dd>
              </div>
              <div>
                <dt>{t('assignments.median')}</dt>
                <dd>{formatPoints(spread.median)}</dd>
              </div>
            </dl>
            <BarChart
              title={t('assignments.byShare')}
              labelsName={t('assignments.share')}
              labels={spread.buckets.map((one) => `${one.from_percent}–${one.to_percent}`)}
              series={[
                {
                  name: t('assignments.students'),
                  tone: 'accent',
                  values: spread.buckets.map(({ students }) => students),
                },
              ]}
            />
          </div>
        )}
      </QueryView>
    </Section>
  );
}
