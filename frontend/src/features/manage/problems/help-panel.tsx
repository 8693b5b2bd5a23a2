import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { Textarea } from '@/components/inputs';
import { useEdit } from '@/features/manage/kit/fields';
import { ActButton, Form, Panel } from '@/features/manage/kit/form';
import { MarkdownField } from '@/features/manage/kit/markdown-field';
import { useSave } from '@/features/manage/kit/use-save';
import type { Problem } from '@/features/manage/problems/api';
import {
  PutHints,
  ReleaseEditorials,
  WriteEditorial,
} from '@/features/manage/problems/problems.gen';
import { request } from '@/lib/graphql/request';

import classes from '@/features/manage/kit/kit.module.css';

/** Hints, one after the other, and the editorial. */
export function HelpPanel({ problem }: { problem: Problem }) {
  const { t } = useTranslation();
  const isReleased = problem.editorials.some(({ releasedAt }) => releasedAt !== null);
  return (
    <>
      <Panel title={t('managedProblems.hints')}>
        <HintsForm problem={problem} />
      </Panel>
      {(['ko', 'en'] as const).map((language) => (
        <Panel key={language} title={t(`managedProblems.editorialIn.${language}`)}>
          <EditorialForm problem={problem} language={language} />
        </Panel>
      ))}
      {problem.editorials.length > 0 && (
        <div className={classes.body}>
          <ActButton
            label={t(isReleased ? 'managedProblems.hideEditorial' : 'managedProblems.release')}
            act={() =>
              request(ReleaseEditorials, { problemId: problem.id, isReleased: !isReleased })
            }
          />
        </div>
      )}
    </>
  );
}

function HintsForm({ problem }: { problem: Problem }) {
  const { t } = useTranslation();
  const [texts, setTexts] = useState(() => problem.hints.map(({ source }) => source));
  const save = useSave(() =>
    request(PutHints, {
      problemId: problem.id,
      texts: texts.filter((text) => text.trim() !== ''),
    }),
  );
  return (
    <Form
      save={save}
      submitLabel={t('manage.save')}
      savedLabel={t('manage.saved')}
      onSave={() => save.mutate()}
    >
      {texts.map((text, index) => (
        <Textarea
          key={index}
          label={t('managedProblems.hint', { number: index + 1 })}
          rows={2}
          value={text}
          onChange={({ currentTarget: { value } }) =>
            setTexts((all) => all.map((one, at) => (at === index ? value : one)))
          }
        />
      ))}
      <div>
        <Button size="xs" variant="default" onClick={() => setTexts([...texts, ''])}>
          {t('managedProblems.addHint')}
        </Button>
      </div>
    </Form>
  );
}

function EditorialForm({ problem, language }: { problem: Problem; language: 'ko' | 'en' }) {
  const { t } = useTranslation();
  const editorial = problem.editorials.find((known) => known.language === language);
  const { fields, save, submit } = useEdit({ text: editorial?.source ?? '' }, ({ text }) =>
    request(WriteEditorial, { problemId: problem.id, language, text }),
  );
  return (
    <Form save={save} submitLabel={t('manage.save')} savedLabel={t('manage.saved')} onSave={submit}>
      <MarkdownField
        label={t(`managedProblems.editorialIn.${language}`)}
        description={t('manage.markdown')}
        language={language}
        {...fields.text('text')}
      />
    </Form>
  );
}
