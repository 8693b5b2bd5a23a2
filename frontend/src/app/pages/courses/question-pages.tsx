import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { ButtonLink } from '@/components/button/button-link';
import { SearchField } from '@/components/search-field/search-field';
import { LoadMore } from '@/components/states/load-more';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { Tag } from '@/components/tag/tag';
import { questionsQuery, type QuestionItem } from '@/features/discussions/api/questions';
import { formatWhen } from '@/lib/format';
import { useDebouncedValue } from '@/lib/use-debounced-value';

import classes from './courses.module.css';

const TYPING_PAUSE_MS = 200;

export function QuestionsPage(): ReactNode {
  const { t } = useTranslation();
  const { slug } = useParams({ from: '/personal/courses/$slug/questions' });
  const { scope, open } = useSearch({ from: '/personal/courses/$slug/questions' });
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const search = useDebouncedValue(typed.trim(), TYPING_PAUSE_MS);
  const query = useInfiniteQuery({
    ...questionsQuery(slug, {
      scope,
      is_resolved: open ? false : undefined,
      search: search || undefined,
    }),
    placeholderData: keepPreviousData,
  });
  const change = (part: { scope?: 'mine' | 'unread' | undefined; open?: true | undefined }) =>
    void navigate({
      to: '/courses/$slug/questions',
      params: { slug },
      search: { scope, open, ...part },
      replace: true,
    });
  return (
    <>
      <div className={classes.head}>
        <h2>{t('courses.questions')}</h2>
        <ButtonLink to="/courses/$slug/questions/new" params={{ slug }} size="sm">
          {t('questions.ask')}
        </ButtonLink>
      </div>
      <div className={classes.tools}>
        <SearchField
          label={t('questions.search')}
          placeholder={t('questions.search')}
          clearLabel={t('courses.clear')}
          value={typed}
          onChange={setTyped}
        />
        <select
          aria-label={t('questions.which')}
          value={scope ?? 'all'}
          onChange={(event) => {
            const { value } = event.currentTarget;
            change({ scope: value === 'mine' || value === 'unread' ? value : undefined });
          }}
        >
          <option value="all">{t('questions.scopeAll')}</option>
          <option value="mine">{t('questions.scopeMine')}</option>
          <option value="unread">{t('questions.scopeUnread')}</option>
        </select>
        <label>
          <input
            type="checkbox"
            checked={open === true}
            onChange={(event) => change({ open: event.currentTarget.checked || undefined })}
          />{' '}
          {t('questions.onlyOpen')}
        </label>
      </div>
      <QueryView query={query}>
        {({ pages }) => {
          const questions = pages.flatMap((page) => page.items);
          if (questions.length === 0) {
            return <Note title={t('questions.noneTitle')} text={t('questions.noneText')} />;
          }
          return (
            <>
              <ul className={classes.rows}>
                {questions.map((question) => (
                  <QuestionRow key={question.id} course={slug} question={question} />
                ))}
              </ul>
              <LoadMore query={query} />
            </>
          );
        }}
      </QueryView>
    </>
  );
}

function QuestionRow({ course, question }: { course: string; question: QuestionItem }) {
  const { t, i18n } = useTranslation();
  const about = question.problem ?? question.problem_set;
  return (
    <li>
      <Link
        to="/courses/$slug/questions/$id"
        params={{ slug: course, id: question.id }}
        className={classes.row}
        data-unread={question.is_unread || undefined}
      >
        <span className={classes.rowTitle}>{question.title}</span>
        <span className={classes.rowFacts}>
          {question.is_unread && <Tag tone="mark">{t('courses.new')}</Tag>}
          {question.is_resolved && <Tag tone="green">{t('questions.resolved')}</Tag>}
          {question.is_private && <Tag>{t('questions.private')}</Tag>}
          {about !== null && <span>{about.title}</span>}
          <span>{question.author}</span>
          <span>{t('questions.replyCount', { count: question.reply_count })}</span>
          <time dateTime={question.last_activity_at}>
            {formatWhen(question.last_activity_at, i18n.language)}
          </time>
        </span>
      </Link>
    </li>
  );
}
