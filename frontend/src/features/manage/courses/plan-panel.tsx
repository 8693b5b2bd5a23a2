import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { Checkbox, Textarea, TextInput } from '@/components/inputs';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { Tag } from '@/components/tag/tag';
import { planQuery, type Course } from '@/features/manage/courses/api';
import {
  AddWeekLink,
  AddWeekProblem,
  ChangeWeek,
  CreateWeek,
  RemoveWeek,
  RemoveWeekItem,
  ReorderWeekItems,
  ReorderWeeks,
  type CoursePlanQuery,
} from '@/features/manage/courses/plan.gen';
import { useEdit } from '@/features/manage/kit/fields';
import { ActButton, Form, Row } from '@/features/manage/kit/form';
import { request } from '@/lib/graphql/request';

import classes from '@/features/manage/kit/kit.module.css';

type Week = CoursePlanQuery['courses']['edges'][number]['node']['weeks'][number];
type Item = Week['items'][number];

/** The plan: weeks in order, each with what it offers. */
export function PlanPanel({ course }: { course: Course }) {
  const { t } = useTranslation();
  const [isAdding, setAdding] = useState(false);
  const query = useQuery(planQuery(course.slug));
  return (
    <QueryView query={query}>
      {({ weeks }) => (
        <>
          {weeks.length === 0 && !isAdding && (
            <Note title={t('managedCourses.noWeeksTitle')} text={t('managedCourses.noWeeksText')} />
          )}
          <ol className={classes.items}>
            {weeks.map((week, index) => (
              <WeekItem key={week.id} course={course} weeks={weeks} index={index} week={week} />
            ))}
          </ol>
          <div className={classes.body}>
            {isAdding ? (
              <WeekForm
                submitLabel={t('managedCourses.addWeek')}
                act={(values) => request(CreateWeek, { courseId: course.id, values })}
                onClose={() => setAdding(false)}
              />
            ) : (
              <Button size="sm" onClick={() => setAdding(true)}>
                {t('managedCourses.addWeek')}
              </Button>
            )}
          </div>
        </>
      )}
    </QueryView>
  );
}

interface WeekProps {
  course: Course;
  weeks: readonly Week[];
  index: number;
  week: Week;
}

function WeekItem({ course, weeks, index, week }: WeekProps) {
  const { t } = useTranslation();
  const [isEditing, setEditing] = useState(false);
  const move = (by: -1 | 1) => {
    const weekIds = weeks.map(({ id }) => id);
    weekIds.splice(index, 1);
    weekIds.splice(index + by, 0, week.id);
    return request(ReorderWeeks, { courseId: course.id, weekIds });
  };
  if (isEditing) {
    return (
      <li className={classes.item}>
        <WeekForm
          week={week}
          submitLabel={t('manage.save')}
          act={(change) => request(ChangeWeek, { weekId: week.id, change })}
          onClose={() => setEditing(false)}
        />
      </li>
    );
  }
  return (
    <li className={classes.item}>
      <div className={classes.itemHead}>
        <strong>
          {week.ordinal}. {week.title} {!week.isPublished && <Tag>{t('managedCourses.draft')}</Tag>}
        </strong>
        <span className={classes.acts}>
          {!week.isPublished && (
            <ActButton
              label={t('managedCourses.publish')}
              variant="filled"
              act={() => request(ChangeWeek, { weekId: week.id, change: { isPublished: true } })}
            />
          )}
          <ActButton
            label="↑"
            name={t('managedCourses.earlier', { title: week.title })}
            disabled={index === 0}
            act={() => move(-1)}
          />
          <ActButton
            label="↓"
            name={t('managedCourses.later', { title: week.title })}
            disabled={index === weeks.length - 1}
            act={() => move(1)}
          />
          <Button size="xs" variant="default" onClick={() => setEditing(true)}>
            {t('manage.edit')}
          </Button>
          <ActButton
            label={t('manage.remove')}
            variant="danger"
            question={t('managedCourses.removeWeekQuestion', { title: week.title })}
            act={() => request(RemoveWeek, { weekId: week.id })}
          />
        </span>
      </div>
      {week.startsOn !== null && <span className={classes.dim}>{week.startsOn}</span>}
      {week.summary !== '' && <p className={classes.dim}>{week.summary}</p>}
      <ul className={classes.items}>
        {week.items.map((item, at) => (
          <PlannedItem key={item.id} week={week} item={item} index={at} />
        ))}
      </ul>
      <AddItem week={week} />
    </li>
  );
}

function PlannedItem({ week, item, index }: { week: Week; item: Item; index: number }) {
  const { t } = useTranslation();
  const own = item.problemTitle ?? t('managedCourses.hiddenProblem');
  const title = item.title || own;
  const move = (by: -1 | 1) => {
    const itemIds = week.items.map(({ id }) => id);
    itemIds.splice(index, 1);
    itemIds.splice(index + by, 0, item.id);
    return request(ReorderWeekItems, { weekId: week.id, itemIds });
  };
  return (
    <li className={classes.itemHead}>
      <span>
        {item.kind === 'problem' && <Tag>{t('managedCourses.problem')}</Tag>}{' '}
        {item.problemSlug === null ? (
          title
        ) : (
          <Link to="/problems/$slug" params={{ slug: item.problemSlug }}>
            {title}
          </Link>
        )}{' '}
        <span className={classes.dim}>{item.url}</span>
      </span>
      <span className={classes.acts}>
        <ActButton
          label="↑"
          name={t('managedCourses.earlier', { title })}
          disabled={index === 0}
          act={() => move(-1)}
        />
        <ActButton
          label="↓"
          name={t('managedCourses.later', { title })}
          disabled={index === week.items.length - 1}
          act={() => move(1)}
        />
        <ActButton
          label={t('manage.remove')}
          name={t('manage.removeOne', { name: title })}
          act={() => request(RemoveWeekItem, { itemId: item.id })}
        />
      </span>
    </li>
  );
}

function WeekForm({
  week,
  submitLabel,
  act,
  onClose,
}: {
  week?: Week;
  submitLabel: string;
  act: (values: {
    title: string;
    summary: string;
    startsOn: string | null;
    isPublished: boolean;
  }) => Promise<unknown>;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { fields, save, submit } = useEdit(
    {
      title: week?.title ?? '',
      summary: week?.summary ?? '',
      startsOn: week?.startsOn ?? '',
      isPublished: week?.isPublished ?? false,
    },
    (values) => act({ ...values, startsOn: values.startsOn || null }),
    onClose,
  );
  return (
    <Form save={save} submitLabel={submitLabel} onCancel={onClose} onSave={submit}>
      <Row>
        <TextInput label={t('managedCourses.title')} required {...fields.text('title')} />
        <TextInput type="date" label={t('managedCourses.startsOn')} {...fields.text('startsOn')} />
      </Row>
      <Textarea
        label={t('managedCourses.summary')}
        description={t('manage.markdown')}
        rows={4}
        {...fields.text('summary')}
      />
      <Checkbox label={t('managedCourses.published')} {...fields.check('isPublished')} />
    </Form>
  );
}

/** A problem by its address, or a link by its URL. */
function AddItem({ week }: { week: Week }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { fields, save, submit } = useEdit(
    { target: '', title: '' },
    async (values): Promise<unknown> => {
      const weekId = week.id;
      const target = values.target.trim();
      return /^https?:\/\//.test(target)
        ? request(AddWeekLink, { weekId, title: values.title, url: target })
        : request(AddWeekProblem, { weekId, slug: target });
    },
    'clear',
  );
  if (!isOpen) {
    return (
      <div>
        <Button size="xs" variant="subtle" onClick={() => setOpen(true)}>
          {t('managedCourses.addItem')}
        </Button>
      </div>
    );
  }
  return (
    <Form
      save={save}
      submitLabel={t('managedCourses.addItem')}
      onCancel={() => setOpen(false)}
      onSave={submit}
    >
      <Row>
        <TextInput
          label={t('managedCourses.target')}
          description={t('managedCourses.targetHint')}
          required
          {...fields.text('target')}
        />
        <TextInput
          label={t('managedCourses.title')}
          description={t('managedCourses.linkTitleHint')}
          {...fields.text('title')}
        />
      </Row>
    </Form>
  );
}
