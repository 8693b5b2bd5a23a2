import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { CheckIcon } from '@/components/icons';
import { Page, Section } from '@/components/page/page';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { Tag } from '@/components/tag/tag';
import { manageHomeQuery, type Waiting } from '@/features/manage/home/api';
import { formatWhen } from '@/lib/format';

import classes from './manage-home-page.module.css';

export function ManageHomePage() {
  const { t } = useTranslation();
  const query = useQuery(manageHomeQuery);
  return (
    <Page title={t('nav.manage')} heading={t('manage.heading')}>
      <QueryView query={query}>
        {(waiting) => (
          <>
            <WaitingList waiting={waiting} />
            <Courses waiting={waiting} />
          </>
        )}
      </QueryView>
    </Page>
  );
}

function WaitingList({ waiting }: { waiting: Waiting }) {
  const { t, i18n } = useTranslation();
  const { clarifications, questions, problemSets, rejudgings, balloons, judgingFaults } = waiting;
  const requests = waiting.courses.edges.filter(({ node }) => node.joinRequests.length > 0);
  const total =
    clarifications.totalCount +
    questions.totalCount +
    problemSets.totalCount +
    rejudgings.totalCount +
    balloons.totalCount +
    judgingFaults.totalCount +
    requests.length;
  const carried = countsOf(balloons.edges.map(({ node }) => node.setSlug));
  const when = (iso: string) => (
    <time className={classes.when} dateTime={iso}>
      {formatWhen(iso, i18n.language)}
    </time>
  );
  return (
    <Section title={t('manage.waiting')}>
      {total === 0 ? (
        <Note
          title={t('manage.nothingTitle')}
          text={t('manage.nothingText')}
          icon={<CheckIcon />}
        />
      ) : (
        <div className={classes.grid}>
          <Group title={t('manage.clarifications')} count={clarifications.totalCount}>
            {clarifications.edges.map(({ node }) => (
              <li key={node.id}>
                <span className={classes.about}>
                  {node.setSlug}
                  {node.setProblem !== null && ` · ${node.setProblem.label}`}
                </span>
                <Link
                  to="/manage/sets/$slug/$part"
                  params={{ slug: node.setSlug, part: 'talk' }}
                  className={classes.words}
                >
                  {node.question}
                </Link>
                {when(node.askedAt)}
              </li>
            ))}
          </Group>
          <Group title={t('manage.questions')} count={questions.totalCount}>
            {questions.edges.map(({ node }) => (
              <li key={node.id}>
                <span className={classes.about}>{node.course.title}</span>
                <Link
                  to="/courses/$slug/questions/$id"
                  params={{ slug: node.course.slug, id: node.number }}
                  className={classes.words}
                >
                  {node.title}
                </Link>
                {when(node.lastActivityAt)}
              </li>
            ))}
          </Group>
          <Group title={t('manage.scores')} count={problemSets.totalCount}>
            {problemSets.edges.map(({ node }) => (
              <li key={node.id}>
                <Link
                  to="/manage/sets/$slug/$part"
                  params={{ slug: node.slug, part: 'results' }}
                  className={classes.words}
                >
                  {node.title}
                </Link>
                {when(node.endsAt)}
              </li>
            ))}
          </Group>
          <Group title={t('manage.rejudgings')} count={rejudgings.totalCount}>
            {rejudgings.edges.map(({ node }) => (
              <li key={node.id}>
                <span className={classes.about}>
                  #{node.number} · {t(`manage.rejudgingState.${node.state}`)}
                </span>
                <Link
                  to="/manage/rejudgings/$id"
                  params={{ id: node.number }}
                  className={classes.words}
                >
                  {node.reason || t('manage.noReason')}
                </Link>
                <span className={classes.when}>
                  {node.finishedCount} / {node.submissionCount}
                </span>
              </li>
            ))}
          </Group>
          <Group title={t('manage.requests')} count={requests.length}>
            {requests.map(({ node }) => (
              <li key={node.id}>
                <Link
                  to="/manage/courses/$slug/$part"
                  params={{ slug: node.slug, part: 'joining' }}
                  className={classes.words}
                >
                  {node.title}
                </Link>
                <Tag tone="mark">{t('manage.persons', { count: node.joinRequests.length })}</Tag>
              </li>
            ))}
          </Group>
          <Group title={t('manage.balloons')} count={balloons.totalCount}>
            {carried.map(([slug, count]) => (
              <li key={slug}>
                <Link
                  to="/manage/sets/$slug/$part"
                  params={{ slug, part: 'balloons' }}
                  className={classes.words}
                >
                  {slug}
                </Link>
                <Tag tone="mark">{count}</Tag>
              </li>
            ))}
          </Group>
          <Group title={t('manage.faultsOpen')} count={judgingFaults.totalCount}>
            {judgingFaults.edges.map(({ node }) => (
              <li key={node.id}>
                <Link to="/manage/faults" className={classes.words}>
                  {node.problemSlug ?? (node.language || node.judgehost)}
                </Link>
                {when(node.lastSeenAt)}
              </li>
            ))}
          </Group>
        </div>
      )}
    </Section>
  );
}

/** How often each stands there, as first met. */
function countsOf(names: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts];
}

function Group({ title, count, children }: { title: string; count: number; children: ReactNode }) {
  if (count === 0) return null;
  return (
    <section className={classes.group} aria-label={title}>
      <h3 className={classes.title}>
        {title} <Tag tone="mark">{count}</Tag>
      </h3>
      <ul className={classes.list}>{children}</ul>
    </section>
  );
}

function Courses({ waiting }: { waiting: Waiting }) {
  const { t } = useTranslation();
  const { edges } = waiting.courses;
  return (
    <Section title={t('manage.courses')}>
      {edges.length === 0 ? (
        <Note title={t('manage.noCoursesTitle')} text={t('manage.noCoursesText')} />
      ) : (
        <ul className={classes.courses}>
          {edges.map(({ node }) => (
            <li key={node.id}>
              <Link to="/manage/courses/$slug/$part" params={{ slug: node.slug, part: 'settings' }}>
                {node.title}
              </Link>
              <span className={classes.about}>
                {node.year} {node.term !== '' && t(`manage.term.${node.term as 'spring'}`)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
