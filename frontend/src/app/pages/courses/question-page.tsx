import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useState, type SubmitEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { ConfirmDialog } from '@/components/confirm-dialog/confirm-dialog';
import { Textarea } from '@/components/inputs';
import { RichText } from '@/components/rich-text/rich-text';
import { LoadMore } from '@/components/states/load-more';
import { QueryView } from '@/components/states/query-view';
import { Tag } from '@/components/tag/tag';
import {
  changeQuestion,
  deleteQuestion,
  markQuestionRead,
  questionQuery,
  QUESTIONS,
  type Question,
} from '@/features/discussions/api/questions';
import { deleteReply, repliesQuery, reply, type Reply } from '@/features/discussions/api/replies';
import { errorMessage } from '@/lib/error-message';
import { formatWhen } from '@/lib/format';

import classes from './courses.module.css';

export function QuestionPage(): ReactNode {
  const { slug, id } = useParams({ from: '/personal/courses/$slug/questions/$id' });
  const client = useQueryClient();
  const query = useQuery(questionQuery(id));
  const isUnread = query.data?.is_unread === true;

  useEffect(() => {
    if (!isUnread) return;
    void markQuestionRead(id).then(
      () => client.invalidateQueries({ queryKey: [...QUESTIONS, 'list'] }),
      () => undefined,
    );
  }, [client, id, isUnread]);

  return (
    <QueryView query={query}>
      {(question) => (
        <>
          <Asked course={slug} question={question} />
          <Replies question={question} />
        </>
      )}
    </QueryView>
  );
}

function Asked({ course, question }: { course: string; question: Question }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [isDeleteAsked, setDeleteAsked] = useState(false);
  const change = useMutation({
    mutationFn: (isResolved: boolean) => changeQuestion(question.id, { is_resolved: isResolved }),
    onSuccess: (changed) => {
      client.setQueryData(questionQuery(question.id).queryKey, changed);
      void client.invalidateQueries({ queryKey: [...QUESTIONS, 'list'] });
    },
  });
  const remove = useMutation({
    mutationFn: () => deleteQuestion(question.id),
    onSuccess: async () => {
      await navigate({ to: '/courses/$slug/questions', params: { slug: course } });
      await client.invalidateQueries({ queryKey: [...QUESTIONS, 'list'] });
    },
  });
  const error = change.error ?? remove.error;
  return (
    <article className={classes.panel}>
      <div className={classes.head}>
        <h2>{question.title}</h2>
        <Link to="/courses/$slug/questions" params={{ slug: course }}>
          {t('questions.all')}
        </Link>
      </div>
      <p className={classes.facts}>
        <span>{question.author}</span>
        <time dateTime={question.created_at}>{formatWhen(question.created_at, i18n.language)}</time>
        {question.is_resolved && <Tag tone="green">{t('questions.resolved')}</Tag>}
        {question.is_private && <Tag>{t('questions.private')}</Tag>}
        {question.problem !== null && (
          <Link to="/problems/$slug" params={{ slug: question.problem.slug }}>
            {question.problem.title}
          </Link>
        )}
      </p>
      <RichText html={question.body_html} />
      {question.is_mine && (
        <div className={classes.buttons}>
          <Button
            size="sm"
            variant="default"
            loading={change.isPending}
            onClick={() => change.mutate(!question.is_resolved)}
          >
            {question.is_resolved ? t('questions.reopen') : t('questions.resolve')}
          </Button>
          {question.reply_count === 0 && (
            <Button size="sm" variant="danger" onClick={() => setDeleteAsked(true)}>
              {t('questions.delete')}
            </Button>
          )}
        </div>
      )}
      {error !== null && (
        <p role="alert" className={classes.wrong}>
          {errorMessage(t, error)}
        </p>
      )}
      {isDeleteAsked && (
        <ConfirmDialog
          title={t('questions.deleteTitle')}
          text={t('questions.deleteText')}
          confirmLabel={t('questions.delete')}
          cancelLabel={t('questions.keep')}
          onConfirm={() => remove.mutate()}
          onClose={() => setDeleteAsked(false)}
        />
      )}
    </article>
  );
}

function Replies({ question }: { question: Question }) {
  const query = useInfiniteQuery(repliesQuery(question.id));
  return (
    <QueryView query={query}>
      {({ pages }) => (
        <>
          {pages
            .flatMap((page) => page.items)
            .map((item) => (
              <ReplyItem key={item.id} item={item} />
            ))}
          <LoadMore query={query} />
          {!query.hasNextPage && <ReplyForm question={question.id} />}
        </>
      )}
    </QueryView>
  );
}

function ReplyItem({ item }: { item: Reply }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteReply(item.id),
    onSuccess: () => client.invalidateQueries({ queryKey: QUESTIONS }),
  });
  return (
    <article
      className={`${classes.panel} ${classes.reply}`}
      data-staff={item.is_from_staff || undefined}
    >
      <p className={classes.facts}>
        <strong>{item.author}</strong>
        {item.is_from_staff && <Tag tone="indigo">{t('questions.staff')}</Tag>}
        <time dateTime={item.created_at}>{formatWhen(item.created_at, i18n.language)}</time>
        {item.is_mine && (
          <Button
            size="xs"
            variant="subtle"
            loading={remove.isPending}
            onClick={() => remove.mutate()}
          >
            {t('questions.delete')}
          </Button>
        )}
      </p>
      <RichText html={item.body_html} />
    </article>
  );
}

function ReplyForm({ question }: { question: number }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [body, setBody] = useState('');
  const send = useMutation({
    mutationFn: () => reply(question, body),
    onSuccess: () => {
      setBody('');
      return client.invalidateQueries({ queryKey: QUESTIONS });
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    send.mutate();
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <Textarea
        label={t('questions.yourReply')}
        description={t('questions.bodyHint')}
        required
        rows={4}
        maxLength={20_000}
        value={body}
        onChange={(event) => setBody(event.currentTarget.value)}
      />
      {send.isError && <p role="alert">{errorMessage(t, send.error)}</p>}
      <div className={classes.buttons}>
        <Button type="submit" loading={send.isPending}>
          {t('questions.reply')}
        </Button>
      </div>
    </form>
  );
}
