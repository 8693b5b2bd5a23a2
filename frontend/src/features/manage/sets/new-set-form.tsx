import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Checkbox, NativeSelect, TextInput } from '@/components/inputs';
import { fromLocalInput, toLocalInput, useEdit } from '@/features/manage/kit/fields';
import { Form, Row } from '@/features/manage/kit/form';
import { ownCoursesQuery, type SetFamily } from '@/features/manage/sets/api';
import { CreateAssignment, CreateContest } from '@/features/manage/sets/sets.gen';
import { request } from '@/lib/graphql/request';

const HOUR_MS = 3_600_000;
const LENGTH_MS = { contests: 3 * HOUR_MS, assignments: 7 * 24 * HOUR_MS };

interface Props {
  family: SetFamily;
  onDone: (slug: string) => unknown;
  onCancel: () => void;
}

/** What a new contest or assignment needs at least; the rest is set afterwards. */
export function NewSetForm({ family, onDone, onCancel }: Props) {
  const { t } = useTranslation();
  const courses = useQuery(ownCoursesQuery).data ?? [];
  const [start] = useState(() => Math.ceil(Date.now() / HOUR_MS) * HOUR_MS + 24 * HOUR_MS);
  const isContest = family === 'contests';
  const { fields, save, submit } = useEdit(
    {
      title: '',
      slug: '',
      courseSlug: '',
      startsAt: toLocalInput(new Date(start).toISOString()),
      endsAt: toLocalInput(new Date(start + LENGTH_MS[family]).toISOString()),
      isExercise: false,
    },
    async ({ slug, title, courseSlug, startsAt, endsAt, isExercise }) => {
      const values = {
        title,
        startsAt: fromLocalInput(startsAt),
        endsAt: fromLocalInput(endsAt),
      };
      if (isContest) {
        const contest = { slug, values, courseSlug: courseSlug || null };
        return (await request(CreateContest, contest)).createContest.slug;
      }
      const course = courseSlug || (courses[0]?.slug ?? '');
      const assignment = { slug, values, courseSlug: course, isExercise };
      return (await request(CreateAssignment, assignment)).createAssignment.slug;
    },
    onDone,
  );
  const choices = courses.map(({ slug, title }) => ({ value: slug, label: title }));
  return (
    <Form
      save={save}
      submitLabel={t(`managedSets.create.${family}`)}
      onCancel={onCancel}
      onSave={submit}
    >
      <Row>
        <TextInput
          label={t('managedSets.title')}
          required
          maxLength={200}
          {...fields.text('title')}
        />
        <TextInput
          label={t('managedSets.slug')}
          description={t('managedSets.slugHint')}
          required
          maxLength={60}
          pattern="[a-z0-9-]+"
          {...fields.text('slug')}
        />
      </Row>
      <Row>
        <NativeSelect
          label={t('managedSets.course')}
          data={isContest ? [{ value: '', label: t('managedSets.noCourse') }, ...choices] : choices}
          {...fields.text('courseSlug')}
        />
        <TextInput
          type="datetime-local"
          label={t('managedSets.startsAt')}
          required
          {...fields.text('startsAt')}
        />
        <TextInput
          type="datetime-local"
          label={t(`managedSets.endsAt.${family}`)}
          required
          {...fields.text('endsAt')}
        />
      </Row>
      {!isContest && (
        <Checkbox label={t('managedSets.isExercise')} {...fields.check('isExercise')} />
      )}
    </Form>
  );
}
