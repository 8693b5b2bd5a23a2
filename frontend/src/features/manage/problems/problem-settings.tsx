import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { NativeSelect, TextInput } from '@/components/inputs';
import { changedOf, useEdit } from '@/features/manage/kit/fields';
import { ActButton, Form, Panel, Row } from '@/features/manage/kit/form';
import { LanguagePicker } from '@/features/manage/kit/language-picker';
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

function valuesOf(problem: Problem) {
  return {
    slug: problem.slug,
    visibility: problem.visibility.toUpperCase(),
    difficulty: String(problem.difficulty),
    maxSourceFiles: String(problem.maxSourceFiles),
    tags: problem.tags.map(({ slug }) => slug).join(', '),
    allowedLanguages: problem.allowedLanguages.join(' '),
  };
}

const inputOf = (values: ReturnType<typeof valuesOf>) => ({
  slug: values.slug,
  visibility: values.visibility as ProblemVisibility,
  difficulty: Number(values.difficulty),
  maxSourceFiles: Number(values.maxSourceFiles),
  tags: wordsOf(values.tags),
  allowedLanguages: wordsOf(values.allowedLanguages),
});

export function ProblemSettings({ problem }: { problem: Problem }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const tags = useQuery(problemTagsQuery).data ?? [];
  const open = (slug: string) =>
    navigate({ to: '/manage/problems/$slug/$part', params: { slug, part: 'settings' } });
  const problemId = problem.id;
  const [before, setBefore] = useState(() => valuesOf(problem));
  const { fields, save, submit } = useEdit(
    before,
    async (values) => {
      // Only what was changed here: somebody else may change the rest meanwhile.
      const asked = changedOf(inputOf(before), inputOf(values));
      const { slug } = (await request(ChangeProblem, { problemId, values: asked })).changeProblem;
      setBefore(values);
      return slug;
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
            max={10}
            label={t('managedProblems.difficulty')}
            description={t('managedProblems.difficultyHint')}
            {...fields.text('difficulty')}
          />
          <TextInput
            type="number"
            min={1}
            max={64}
            required
            label={t('managedProblems.maxSourceFiles')}
            description={t('managedProblems.maxSourceFilesHint')}
            {...fields.text('maxSourceFiles')}
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
        <LanguagePicker
          label={t('managedProblems.allowedLanguages')}
          chosen={wordsOf(fields.values.allowedLanguages)}
          onChange={(ids) => fields.put({ allowedLanguages: ids.join(' ') })}
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
