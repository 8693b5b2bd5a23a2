import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { Checkbox, Textarea, TextInput } from '@/components/inputs';
import type { Course } from '@/features/manage/courses/api';
import {
  ArchiveCourse,
  ChangeCourse,
  ReopenCourse,
  type Term,
} from '@/features/manage/courses/courses.gen';
import { TermSelect } from '@/features/manage/courses/new-course-form';
import { toNumber, useEdit } from '@/features/manage/kit/fields';
import { ActButton, Form, Panel, Row } from '@/features/manage/kit/form';
import { request } from '@/lib/graphql/request';

import classes from '@/features/manage/kit/kit.module.css';

export function CourseSettings({ course }: { course: Course }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { fields, save, submit } = useEdit(
    {
      title: course.title,
      summary: course.summary,
      year: course.year === null ? '' : String(course.year),
      term: course.term.toUpperCase(),
      startsOn: course.startsOn ?? '',
      isListed: course.isListed,
      acceptsRequests: course.acceptsRequests,
      showsMembers: course.showsMembers,
    },
    (values) =>
      request(ChangeCourse, {
        courseId: course.id,
        change: {
          title: values.title,
          summary: values.summary,
          year: toNumber(values.year),
          term: (values.term || null) as Term | null,
          startsOn: values.startsOn || null,
          isListed: values.isListed,
          acceptsRequests: values.acceptsRequests,
          showsMembers: values.showsMembers,
        },
      }),
  );
  const courseId = course.id;
  return (
    <>
      <Form
        save={save}
        submitLabel={t('manage.save')}
        savedLabel={t('manage.saved')}
        onSave={submit}
      >
        <TextInput
          label={t('managedCourses.title')}
          required
          maxLength={200}
          {...fields.text('title')}
        />
        <Textarea label={t('managedCourses.summary')} rows={3} {...fields.text('summary')} />
        <Row>
          <TextInput type="number" label={t('managedCourses.year')} {...fields.text('year')} />
          <TermSelect description="" {...fields.text('term')} />
          <TextInput
            type="date"
            label={t('managedCourses.startsOn')}
            {...fields.text('startsOn')}
          />
        </Row>
        <Checkbox label={t('managedCourses.isListed')} {...fields.check('isListed')} />
        <Checkbox
          label={t('managedCourses.acceptsRequests')}
          {...fields.check('acceptsRequests')}
        />
        <Checkbox label={t('managedCourses.showsMembers')} {...fields.check('showsMembers')} />
      </Form>
      <Panel title={t('managedCourses.ending')}>
        <p className={classes.dim}>{t('managedCourses.archiveText')}</p>
        <div className={classes.acts}>
          {course.archivedAt === null ? (
            <ActButton
              label={t('managedCourses.archive')}
              question={t('managedCourses.archiveQuestion')}
              variant="danger"
              act={() => request(ArchiveCourse, { courseId })}
              onDone={() => void navigate({ to: '/manage/courses' })}
            />
          ) : (
            <ActButton
              label={t('managedCourses.reopen')}
              act={() => request(ReopenCourse, { courseId })}
            />
          )}
        </div>
      </Panel>
    </>
  );
}
