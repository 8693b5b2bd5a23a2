import { useTranslation } from 'react-i18next';

import { TextInput } from '@/components/inputs';
import { useEdit } from '@/features/manage/kit/fields';
import { Form } from '@/features/manage/kit/form';
import { CreateProblem } from '@/features/manage/problems/problems.gen';
import { request } from '@/lib/graphql/request';

interface Props {
  courseSlug: string | null;
  onDone: (slug: string) => void;
}

/** A problem without tests and text, to be written here. */
export function NewProblemForm({ courseSlug, onDone }: Props) {
  const { t } = useTranslation();
  const { fields, save, submit } = useEdit(
    { slug: '', ko: '', en: '' },
    async ({ slug, ko, en }) => {
      const titles = [
        { language: 'ko', title: ko },
        { language: 'en', title: en },
      ].filter(({ title }) => title.trim() !== '');
      return (await request(CreateProblem, { slug, titles, courseSlug })).createProblem.slug;
    },
    onDone,
  );
  return (
    <Form save={save} submitLabel={t('managedProblems.createEmpty')} onSave={submit}>
      <TextInput
        label={t('managedProblems.slug')}
        description={t('managedProblems.slugHint')}
        required
        maxLength={60}
        {...fields.text('slug')}
      />
      <TextInput label={t('managedProblems.titleIn.ko')} {...fields.text('ko')} />
      <TextInput label={t('managedProblems.titleIn.en')} {...fields.text('en')} />
    </Form>
  );
}
