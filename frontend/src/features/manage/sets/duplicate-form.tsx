import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { TextInput } from '@/components/inputs';
import { fromLocalInput, useEdit } from '@/features/manage/kit/fields';
import { Form, Row } from '@/features/manage/kit/form';
import type { ManagedProblemSet } from '@/features/manage/sets/api';
import { DuplicateSet } from '@/features/manage/sets/sets.gen';
import { request } from '@/lib/graphql/request';

/** The same set again, hidden and without people: its window moves to the new start. */
export function DuplicateForm({ set }: { set: ManagedProblemSet }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { fields, save, submit } = useEdit(
    { title: set.title, newSlug: '', startsAt: '' },
    async ({ title, newSlug, startsAt }) => {
      const asked = {
        slug: set.slug,
        newSlug,
        title,
        startsAt: fromLocalInput(startsAt) ?? '',
        courseSlug: set.course?.slug ?? null,
      };
      return (await request(DuplicateSet, asked)).duplicateSet.slug;
    },
    (slug) => navigate({ to: '/manage/sets/$slug/$part', params: { slug, part: 'settings' } }),
  );
  return (
    <Form save={save} submitLabel={t('managedSets.duplicate')} onSave={submit}>
      <Row>
        <TextInput label={t('managedSets.newTitle')} required {...fields.text('title')} />
        <TextInput
          label={t('managedSets.newSlug')}
          description={t('managedSets.slugHint')}
          required
          {...fields.text('newSlug')}
        />
        <TextInput
          type="datetime-local"
          label={t('managedSets.newStart')}
          required
          {...fields.text('startsAt')}
        />
      </Row>
    </Form>
  );
}
