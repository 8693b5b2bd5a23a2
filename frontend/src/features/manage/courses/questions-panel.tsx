import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Textarea } from '@/components/inputs';
import { RichText } from '@/components/rich-text/rich-text';
import { LoadMore } from '@/components/states/load-more';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { Tag } from '@/components/tag/tag';
import { questionsQuery, type Course } from '@/features/manage/courses/api';
import {
  AnswerQuestion,
  MakeQuestionPrivate,
  RemoveQuestion,
  RemoveReply,
  ResolveQuestion,
  type CourseQuestionsQuery,
} from '@/features/manage/courses/questions.gen';
import { useEdit } from '@/features/manage/kit/fields';
import { ActButton, Form } from '@/features/manage/kit/form';
import { formatWhen } from '@/lib/format';
import { request } from '@/lib/graphql/request';

import classes from '@/features/manage/kit/kit.module.css';

type Question = CourseQuestionsQuery['questions']['edges'][number]['node'];

/** The course's questions, those without a solution first. */
export function QuestionsPanel({ course }: { course: Course }) {
  const { t } = useTranslation();
  const [isResolved, setResolved] = useState(false);
  const query = useInfiniteQuery(questionsQuery(course.slug, isResolved));
  return (
    <>
      <div className={classes.tools}>
        <label>
          <input
            type="checkbox"
            checked={isResolved}
            onChange={(event) => setResolved(event.currentTarget.checked)}
          />{' '}
          {t('managedCourses.resolvedOnes')}
        </label>
      </div>
      <QueryView query={query}>
        {({ pages }) => {
          const questions = pages.flatMap(({ edges }) => edges);
          if (questions.length === 0) {
            return (
              <Note
                title={t('managedCourses.noQuestionsTitle')}
                text={t('managedCourses.noQuestionsText')}
              />
            );
          }
          return (
            <>
              <ul className={classes.items}>
                {questions.map(({ node }) => (
                  <QuestionItem key={node.id} question={node} />
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

function QuestionItem({ question }: { question: Question }) {
  const { t, i18n } = useTranslation();
  const questionId = question.id;
  const { fields, save, submit } = useEdit(
    { body: '' },
    (values) => request(AnswerQuestion, { questionId, body: values.body }),
    'clear',
  );
  const nameOf = (person: { username: string; displayName: string }) =>
    person.displayName || person.username;
  return (
    <li className={classes.item}>
      <div className={classes.itemHead}>
        <strong>
          {question.title} {question.isPrivate && <Tag>{t('managedCourses.private')}</Tag>}
        </strong>
        <span className={classes.dim}>
          {nameOf(question.author)} · {formatWhen(question.lastActivityAt, i18n.language)}
        </span>
      </div>
      <RichText html={question.bodyHtml} />
      {question.replies.map((reply) => (
        <div key={reply.id} className={classes.reply}>
          <div className={classes.itemHead}>
            <span className={classes.dim}>
              {nameOf(reply.author)}{' '}
              {reply.isFromStaff && <Tag tone="green">{t('managedCourses.staff')}</Tag>}{' '}
              {formatWhen(reply.createdAt, i18n.language)}
            </span>
            <ActButton
              label={t('manage.remove')}
              name={t('managedCourses.removeReply', { name: nameOf(reply.author) })}
              question={t('managedCourses.removeReplyQuestion')}
              act={() => request(RemoveReply, { replyId: reply.id })}
            />
          </div>
          <RichText html={reply.bodyHtml} />
        </div>
      ))}
      <Form
        save={save}
        submitLabel={t('managedCourses.answer')}
        savedLabel={t('managedCourses.answered')}
        onSave={submit}
      >
        <Textarea
          label={t('managedCourses.answerTo', { title: question.title })}
          description={t('manage.markdown')}
          required
          rows={3}
          {...fields.text('body')}
        />
      </Form>
      <div className={classes.acts}>
        <ActButton
          label={t(question.isResolved ? 'managedCourses.unresolve' : 'managedCourses.resolve')}
          act={() => request(ResolveQuestion, { questionId, isResolved: !question.isResolved })}
        />
        {!question.isPrivate && (
          <ActButton
            label={t('managedCourses.makePrivate')}
            question={t('managedCourses.makePrivateQuestion')}
            act={() => request(MakeQuestionPrivate, { questionId })}
          />
        )}
        <ActButton
          label={t('manage.remove')}
          name={t('manage.removeOne', { name: question.title })}
          variant="danger"
          question={t('managedCourses.removeQuestionQuestion')}
          act={() => request(RemoveQuestion, { questionId })}
        />
      </div>
    </li>
  );
}
