import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { TextInput } from '@/components/inputs';
import { Note } from '@/components/states/states';
import { ActButton, Form } from '@/features/manage/kit/form';
import { MarkdownField } from '@/features/manage/kit/markdown-field';
import type { Problem } from '@/features/manage/problems/api';
import { RemoveStatement, StatementPreview } from '@/features/manage/problems/problems.gen';
import { StatementConflict } from '@/features/manage/problems/statement-conflict';
import { shown, useStatement } from '@/features/manage/problems/use-statement';
import { fieldMessage } from '@/lib/error-message';
import { request } from '@/lib/graphql/request';

import classes from '@/features/manage/kit/kit.module.css';

const LANGUAGES = ['ko', 'en'] as const;
type Language = (typeof LANGUAGES)[number];

/** The statement in each language, with how it will look. Both drafts stand while one switches. */
export function StatementPanel({ problem }: { problem: Problem }) {
  const { t } = useTranslation();
  const has = (language: Language) =>
    problem.statements.some((statement) => statement.language === language);
  const [language, setLanguage] = useState<Language>(
    () => LANGUAGES.find((one) => has(one)) ?? 'ko',
  );
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
  const edit = useStatement(problem, language);
  const { text, put, save, theirs, outcome } = edit;
  if (statement?.isPdf === true) {
    return <Note title={t('managedProblems.pdfTitle')} text={t('managedProblems.pdfText')} />;
  }
  return (
    <div className={classes.spread}>
      <Form
        save={save}
        submitLabel={t('manage.save')}
        savedLabel={t('manage.saved')}
        onSave={edit.submit}
      >
        <TextInput
          label={t('managedProblems.title')}
          required
          maxLength={200}
          value={text.title}
          error={fieldMessage(save.error, 'title')}
          onChange={(event) => put({ title: event.currentTarget.value })}
        />
        <MarkdownField
          label={t('managedProblems.source')}
          description={t('managedProblems.sourceHint')}
          rows={24}
          required
          language={language}
          render={{
            key: `statement-${problemId}`,
            ask: async (source, signal) =>
              (await request(StatementPreview, { source, problemId }, { signal })).statementPreview,
          }}
          value={text.source}
          error={fieldMessage(save.error, 'source')}
          onChange={(event) => put({ source: event.currentTarget.value })}
        />
        {outcome !== null && <p role="status">{t(`managedProblems.conflict.${outcome}`)}</p>}
      </Form>
      {statement !== undefined && problem.statements.length > 1 && (
        <div className={classes.body}>
          <ActButton
            label={t('managedProblems.removeStatement')}
            question={t('managedProblems.removeStatementQuestion')}
            act={() => request(RemoveStatement, { problemId, language })}
            onDone={() => put({ title: '', source: '' })}
          />
        </div>
      )}
      {theirs !== null && (
        <StatementConflict
          mine={shown(text)}
          theirs={shown(theirs)}
          onMine={edit.keepMine}
          onTheirs={edit.takeTheirs}
          onMerge={edit.merge}
          onClose={edit.later}
        />
      )}
    </div>
  );
}
