import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';

import { NativeSelect, TextInput } from '@/components/inputs';
import { TERMS } from '@/features/manage/courses/api';
import type { SemesterInput, Term } from '@/features/manage/courses/courses.gen';
import { toNumber, useFields } from '@/features/manage/kit/fields';
import { Form, Row } from '@/features/manage/kit/form';
import { useSave } from '@/features/manage/kit/use-save';

interface Made {
  slug: string;
  title: string;
  semester: SemesterInput;
}

interface Props {
  submitLabel: string;
  title?: string;
  /** Makes it; gives its address. */
  act: (values: Made) => Promise<string>;
  onDone: (slug: string) => unknown;
  onCancel: () => void;
}

/** What a new course needs, be it empty or made of a former one. */
export function NewCourseForm({ submitLabel, title = '', act, onDone, onCancel }: Props) {
  const { t } = useTranslation();
  const save = useSave(act, onDone);
  const fields = useFields(
    { title, slug: '', year: String(new Date().getFullYear()), term: 'SPRING' },
    save.error,
  );
  const { values } = fields;
  const semester = { year: toNumber(values.year), term: values.term as Term };
  return (
    <Form
      save={save}
      submitLabel={submitLabel}
      onCancel={onCancel}
      onSave={() => save.mutate({ slug: values.slug, title: values.title, semester })}
    >
      <TextInput
        label={t('managedCourses.title')}
        required
        maxLength={200}
        {...fields.text('title')}
      />
      <Row>
        <TextInput
          label={t('managedCourses.address')}
          description={t('managedCourses.addressHint')}
          required
          maxLength={60}
          pattern="[a-z0-9-]+"
          {...fields.text('slug')}
        />
        <TextInput
          type="number"
          label={t('managedCourses.year')}
          description={t('managedCourses.yearHint')}
          min={2000}
          max={2100}
          {...fields.text('year')}
        />
        <TermSelect {...fields.text('term')} />
      </Row>
    </Form>
  );
}

export function TermSelect(props: ComponentProps<typeof NativeSelect>) {
  const { t } = useTranslation();
  return (
    <NativeSelect
      label={t('managedCourses.term')}
      description={t('managedCourses.termHint')}
      data={TERMS.map((value) => ({
        value,
        label: t(`manage.term.${value.toLowerCase() as 'spring'}`),
      }))}
      {...props}
    />
  );
}
