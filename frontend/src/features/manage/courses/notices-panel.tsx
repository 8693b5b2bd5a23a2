import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { Checkbox, TextInput } from '@/components/inputs';
import { RichText } from '@/components/rich-text/rich-text';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { Tag } from '@/components/tag/tag';
import { noticesQuery, type Course } from '@/features/manage/courses/api';
import {
  ChangeNotice,
  CreateNotice,
  PublishNotice,
  RemoveNotice,
  type CourseNoticesQuery,
} from '@/features/manage/courses/notices.gen';
import { useFields } from '@/features/manage/kit/fields';
import { ActButton, Form } from '@/features/manage/kit/form';
import { MarkdownField } from '@/features/manage/kit/markdown-field';
import { useSave } from '@/features/manage/kit/use-save';
import { formatWhen } from '@/lib/format';
import { request } from '@/lib/graphql/request';

import classes from '@/features/manage/kit/kit.module.css';

type Notice = CourseNoticesQuery['courses']['edges'][number]['node']['notices'][number];

export function NoticesPanel({ course }: { course: Course }) {
  const { t } = useTranslation();
  const [isWriting, setWriting] = useState(false);
  const query = useQuery(noticesQuery(course.slug));
  return (
    <>
      <div className={classes.tools}>
        {!isWriting && (
          <Button size="sm" onClick={() => setWriting(true)}>
            {t('managedCourses.writeNotice')}
          </Button>
        )}
      </div>
      {isWriting && (
        <NoticeForm
          act={(values) => request(CreateNotice, { courseId: course.id, values })}
          onClose={() => setWriting(false)}
        />
      )}
      <QueryView query={query}>
        {({ notices }) =>
          notices.length === 0 ? (
            <Note
              title={t('managedCourses.noNoticesTitle')}
              text={t('managedCourses.noNoticesText')}
            />
          ) : (
            <ul className={classes.items}>
              {notices.map((notice) => (
                <NoticeItem key={notice.id} notice={notice} />
              ))}
            </ul>
          )
        }
      </QueryView>
    </>
  );
}

function NoticeItem({ notice }: { notice: Notice }) {
  const { t, i18n } = useTranslation();
  const [isEditing, setEditing] = useState(false);
  const noticeId = notice.id;
  if (isEditing) {
    return (
      <li className={classes.item}>
        <NoticeForm
          notice={notice}
          act={(change) => request(ChangeNotice, { noticeId, change })}
          onClose={() => setEditing(false)}
        />
      </li>
    );
  }
  return (
    <li className={classes.item}>
      <div className={classes.itemHead}>
        <strong>
          {notice.title} {notice.isPinned && <Tag tone="mark">{t('managedCourses.pinned')}</Tag>}{' '}
          {notice.publishedAt === null && <Tag>{t('managedCourses.draft')}</Tag>}
        </strong>
        <span className={classes.acts}>
          <span className={classes.dim}>
            {formatWhen(notice.publishedAt ?? notice.createdAt, i18n.language)}
          </span>
          {notice.publishedAt === null && (
            <ActButton
              label={t('managedCourses.publish')}
              variant="filled"
              question={t('managedCourses.publishQuestion')}
              act={() => request(PublishNotice, { noticeId })}
            />
          )}
          <Button size="xs" variant="default" onClick={() => setEditing(true)}>
            {t('manage.edit')}
          </Button>
          <ActButton
            label={t('manage.remove')}
            variant="danger"
            question={t('manage.removeQuestion', { name: notice.title })}
            act={() => request(RemoveNotice, { noticeId })}
          />
        </span>
      </div>
      <RichText html={notice.bodyHtml} />
    </li>
  );
}

interface FormProps {
  notice?: Notice;
  act: (values: { title: string; body: string; isPinned: boolean }) => Promise<unknown>;
  onClose: () => void;
}

function NoticeForm({ notice, act, onClose }: FormProps) {
  const { t } = useTranslation();
  const save = useSave(act, onClose);
  const fields = useFields(
    {
      title: notice?.title ?? '',
      body: notice?.body ?? '',
      isPinned: notice?.isPinned ?? false,
    },
    save.error,
  );
  return (
    <Form
      save={save}
      submitLabel={t(notice === undefined ? 'managedCourses.saveDraft' : 'manage.save')}
      onCancel={onClose}
      onSave={() => save.mutate(fields.values)}
    >
      <TextInput label={t('managedCourses.title')} required {...fields.text('title')} />
      <MarkdownField
        label={t('managedCourses.noticeBody')}
        description={t('manage.markdown')}
        required
        {...fields.text('body')}
      />
      <Checkbox label={t('managedCourses.pin')} {...fields.check('isPinned')} />
    </Form>
  );
}
