import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { NativeSelect, TextInput } from '@/components/inputs';
import { useEdit } from '@/features/manage/kit/fields';
import { ActButton, Form, Panel, Row } from '@/features/manage/kit/form';
import { problemTagsQuery, type Problem } from '@/features/manage/problems/api';
import {
  ArchiveProblem,
  ChangeProblem,
  CloneProblem,
  ReopenProblem,
  type ProblemVisibility,
} from '@/features/manage/problems/problems.gen';
import { request } from '@/lib/graphql/request';

import classes from '@/features/manage/kit/kit.module.css';

const VISIBILITIES = ['HIDDEN', 'COURSE', 'PUBLIC'] as const;
const wordsOf = (text: string) => text.split(/[\s,]+/).filter(Boolean);

export function ProblemSettings({ problem }: { problem: Problem }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const tags = useQuery(problemTagsQuery).data ?? [];
  const open = (slug: string) =>
    navigate({ to: '/manage/problems/$slug/$part', params: { slug, part: 'settings' } });
  const problemId = problem.id;
  const { fields, save, submit } = useEdit(
    {
      slug: problem.slug,
      visibility: problem.visibility.toUpperCase(),
      difficulty: String(problem.difficulty),
      tags: problem.tags.map(({ slug }) => slug).join(', '),
      allowedLanguages: problem.allowedLanguages.join(', '),
    },
    async (values) => {
      const asked = {
        slug: values.slug,
        visibility: values.visibility as ProblemVisibility,
        difficulty: Number(values.difficulty),
        tags: wordsOf(values.tags),
        allowedLanguages: wordsOf(values.allowedLanguages),
      };
      return (await request(ChangeProblem, { problemId, values: asked })).changeProblem.slug;
    },
    (slug) => (slug === problem.slug ? undefined : open(slug)),
  );
  return (
    <>
      <Form
        save={save}
        submitLabel={t('manage.save')}
        savedLabel={t('manage.saved')}
        onSave={submit}
      >
        <Row>
          <TextInput
            label={t('managedProblems.slug')}
            required
            maxLength={60}
            {...fields.text('slug')}
          />
          <NativeSelect
            label={t('managedProblems.visibilityHead')}
            data={VISIBILITIES.map((value) => ({
              value,
              label: t(`managedProblems.visibility.${value.toLowerCase() as 'public'}`),
            }))}
            {...fields.text('visibility')}
          />
          <TextInput
            type="number"
            min={0}
            label={t('managedProblems.difficulty')}
            {...fields.text('difficulty')}
          />
        </Row>
        <TextInput
          label={t('managedProblems.tags')}
          description={t('managedProblems.tagsHint', {
            known: tags
              .slice(0, 12)
              .map(({ slug }) => slug)
              .join(', '),
          })}
          {...fields.text('tags')}
        />
        <TextInput
          label={t('managedProblems.allowedLanguages')}
          description={t('managedProblems.allowedLanguagesHint')}
          {...fields.text('allowedLanguages')}
        />
      </Form>
      <Panel title={t('managedProblems.clone')}>
        <CloneForm problem={problem} onDone={open} />
      </Panel>
      <Panel title={t('managedProblems.ending')}>
        <p className={classes.dim}>{t('managedProblems.archiveText')}</p>
        {problem.archivedAt === null ? (
          <ActButton
            label={t('managedProblems.archive')}
            variant="danger"
            question={t('managedProblems.archiveQuestion')}
            act={() => request(ArchiveProblem, { problemId })}
          />
        ) : (
          <ActButton
            label={t('managedProblems.reopen')}
            act={() => request(ReopenProblem, { problemId })}
          />
        )}
      </Panel>
    </>
  );
}

function CloneForm({
  problem,
  onDone,
}: {
  problem: Problem;
  onDone: (slug: string) => Promise<void>;
}) {
  const { t } = useTranslation();
  const { fields, save, submit } = useEdit(
    { slug: '' },
    async ({ slug }) =>
      (await request(CloneProblem, { problemId: problem.id, slug })).cloneProblem.slug,
    onDone,
  );
  return (
    <Form save={save} submitLabel={t('managedProblems.clone')} onSave={submit}>
      <TextInput
        label={t('managedProblems.newSlug')}
        description={t('managedProblems.slugHint')}
        required
        {...fields.text('slug')}
      />
    </Form>
  );
}
