import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { TextInput } from '@/components/inputs';
import { Note } from '@/components/states/states';
import { useEdit } from '@/features/manage/kit/fields';
import { Form } from '@/features/manage/kit/form';
import { MarkdownField } from '@/features/manage/kit/markdown-field';
import type { Problem } from '@/features/manage/problems/api';
import { StatementPreview, WriteStatement } from '@/features/manage/problems/problems.gen';
import { request } from '@/lib/graphql/request';

import classes from '@/features/manage/kit/kit.module.css';

const LANGUAGES = ['ko', 'en'] as const;
type Language = (typeof LANGUAGES)[number];

/** The statement in each language, with how it will look. Both drafts stand while one switches. */
export function StatementPanel({ problem }: { problem: Problem }) {
  const { t } = useTranslation();
  const [language, setLanguage] = useState<Language>('ko');
  return (
    <>
      <div className={classes.tools} role="group" aria-label={t('managedProblems.language')}>
        {LANGUAGES.map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="language"
              checked={one === language}
              onChange={() => setLanguage(one)}
            />{' '}
            {t(`managedProblems.languageName.${one}`)}
          </label>
        ))}
      </div>
      {LANGUAGES.map((one) => (
        <div key={one} hidden={one !== language}>
          <StatementForm problem={problem} language={one} />
        </div>
      ))}
    </>
  );
}

function StatementForm({ problem, language }: { problem: Problem; language: Language }) {
  const { t } = useTranslation();
  const problemId = problem.id;
  const statement = problem.statements.find((known) => known.language === language);
  const { fields, save, submit } = useEdit(
    { title: statement?.title ?? '', source: statement?.source ?? '' },
    (values) => request(WriteStatement, { problemId, language, ...values }),
  );
  if (statement?.isPdf === true) {
    return <Note title={t('managedProblems.pdfTitle')} text={t('managedProblems.pdfText')} />;
  }
  return (
    <div className={classes.spread}>
      <Form
        save={save}
        submitLabel={t('manage.save')}
        savedLabel={t('manage.saved')}
        onSave={submit}
      >
        <TextInput
          label={t('managedProblems.title')}
          required
          maxLength={200}
          {...fields.text('title')}
        />
        <MarkdownField
          label={t('managedProblems.source')}
          description={t('manage.markdown')}
          rows={24}
          required
          language={language}
          render={{
            key: `statement-${problemId}`,
            ask: async (source, signal) =>
              (await request(StatementPreview, { source, problemId }, { signal })).statementPreview,
          }}
          {...fields.text('source')}
        />
      </Form>
    </div>
  );
}
