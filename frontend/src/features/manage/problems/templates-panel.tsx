import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { NativeSelect, Textarea } from '@/components/inputs';
import { Tag } from '@/components/tag/tag';
import { CodeLines } from '@/features/manage/kit/code-lines';
import { useEdit } from '@/features/manage/kit/fields';
import { Form } from '@/features/manage/kit/form';
import { languagesQuery } from '@/features/manage/kit/languages';
import type { Problem } from '@/features/manage/problems/api';
import { lockedLines } from '@/features/manage/problems/locked-lines';
import { WriteCodeTemplate } from '@/features/manage/problems/problems.gen';
import { request } from '@/lib/graphql/request';

import classes from '@/features/manage/kit/kit.module.css';

/** What solutions begin with, language by language, with what students can't change. */
export function TemplatesPanel({ problem }: { problem: Problem }) {
  const { t } = useTranslation();
  const languages = useQuery(languagesQuery).data ?? [];
  const written = problem.codeTemplates.map(({ language }) => language);
  const allowed = languages.filter(
    ({ id }) =>
      problem.allowedLanguages.length === 0 ||
      problem.allowedLanguages.includes(id) ||
      written.includes(id),
  );
  const [chosen, setChosen] = useState<string | null>(null);
  const language = chosen ?? written[0] ?? allowed[0]?.id ?? '';
  const nameOf = (id: string) => languages.find((one) => one.id === id)?.name ?? id;
  return (
    <>
      <p className={classes.dim}>{t('managedProblems.templatesText')}</p>
      <div className={classes.tools}>
        <NativeSelect
          label={t('managedProblems.language')}
          value={language}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={allowed.map(({ id, name }) => ({ value: id, label: name }))}
        />
        {written.map((id) => (
          <Tag key={id}>{nameOf(id)}</Tag>
        ))}
      </div>
      {language !== '' && <TemplateForm key={language} problem={problem} language={language} />}
    </>
  );
}

function TemplateForm({ problem, language }: { problem: Problem; language: string }) {
  const { t } = useTranslation();
  const problemId = problem.id;
  const kept = problem.codeTemplates.find((one) => one.language === language);
  const { fields, save, submit } = useEdit({ source: kept?.source ?? '' }, ({ source }) =>
    request(WriteCodeTemplate, { problemId, language, source }),
  );
  const { source } = fields.values;
  const locked = lockedLines(source);
  return (
    <div className={classes.spread}>
      <Form
        save={save}
        submitLabel={t('manage.save')}
        savedLabel={t('manage.saved')}
        onSave={submit}
      >
        <div className={classes.split}>
          <Textarea
            label={t('managedProblems.template')}
            description={t('managedProblems.templateHint')}
            rows={18}
            spellCheck={false}
            classNames={{ input: classes.code }}
            {...fields.text('source')}
          />
          <section aria-label={t('managedProblems.templatePreview')}>
            <p className={classes.dim}>
              {t('managedProblems.lockedLines', { count: locked.size })}
            </p>
            {source.trim() !== '' && (
              <CodeLines
                source={source}
                label={t('managedProblems.templatePreview')}
                isMarked={(line) => locked.has(line)}
              />
            )}
          </section>
        </div>
      </Form>
    </div>
  );
}
