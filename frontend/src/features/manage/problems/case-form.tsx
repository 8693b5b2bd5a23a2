import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Textarea, TextInput } from '@/components/inputs';
import { QueryView } from '@/components/states/query-view';
import { useEdit } from '@/features/manage/kit/fields';
import { Form, Panel } from '@/features/manage/kit/form';
import { caseTextsQuery, type Problem, type TestCase } from '@/features/manage/problems/api';
import { EditPackage } from '@/features/manage/problems/packages.gen';
import { sentContent } from '@/features/manage/problems/send-file';
import { request } from '@/lib/graphql/request';

import classes from '@/features/manage/kit/kit.module.css';

interface Props {
  problem: Problem;
  /** The one that is edited; null adds one. */
  chosen: TestCase | null;
  onDone: () => void;
}

/** One test case by hand: added, or changed in name, description and files. */
export function CaseForm({ problem, chosen, onDone }: Props) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const [addedCount, setAddedCount] = useState(0);
  useEffect(() => {
    if (chosen !== null) place.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <div ref={place}>
      <Panel
        title={
          chosen === null
            ? t('managedProblems.addCase')
            : t('managedProblems.editCase', { name: chosen.name })
        }
      >
        {chosen === null ? (
          <CaseInputs
            key={addedCount}
            problem={problem}
            before={null}
            onDone={() => setAddedCount(addedCount + 1)}
          />
        ) : (
          <Chosen problem={problem} chosen={chosen} onDone={onDone} />
        )}
      </Panel>
    </div>
  );
}

function Chosen({ problem, chosen, onDone }: Props & { chosen: TestCase }) {
  const query = useQuery(caseTextsQuery(chosen));
  const { name, description } = chosen;
  return (
    <QueryView query={query}>
      {(texts) => (
        <CaseInputs problem={problem} before={{ name, description, ...texts }} onDone={onDone} />
      )}
    </QueryView>
  );
}

interface Before {
  name: string;
  description: string;
  /** null: too long to be edited here. */
  input: string | null;
  answer: string | null;
}

interface InputsProps {
  problem: Problem;
  before: Before | null;
  onDone: () => void;
}

function CaseInputs({ problem, before, onDone }: InputsProps) {
  const { t } = useTranslation();
  const [files, setFiles] = useState<{ input?: File | undefined; answer?: File | undefined }>({});
  const { fields, save, submit } = useEdit(
    {
      name: before?.name ?? 'secret/',
      description: before?.description ?? '',
      input: before?.input ?? '',
      answer: before?.answer ?? '',
    },
    async (values) => {
      const renamed =
        before === null || values.name === before.name
          ? []
          : [{ renameCase: { name: before.name, newName: values.name } }];
      const content = async (part: 'input' | 'answer') => {
        const file = files[part];
        if (file !== undefined) return { [part]: await sentContent(file) };
        const isKept = before !== null && (before[part] === null || before[part] === values[part]);
        return isKept ? {} : { [part]: { text: values[part] } };
      };
      const changes = {
        ...(await content('input')),
        ...(await content('answer')),
        ...(values.description === (before?.description ?? '')
          ? {}
          : { description: values.description }),
      };
      const put =
        Object.keys(changes).length === 0 ? [] : [{ putCase: { name: values.name, ...changes } }];
      const edits = [...renamed, ...put];
      if (edits.length > 0) await request(EditPackage, { problemId: problem.id, edits });
    },
    onDone,
  );
  const part = (name: 'input' | 'answer') => (
    <div>
      <Textarea
        label={t(`managedProblems.${name}`)}
        rows={5}
        className={classes.code}
        disabled={files[name] !== undefined || (before !== null && before[name] === null)}
        description={before?.[name] === null && t('managedProblems.tooLongToEdit')}
        {...fields.text(name)}
      />
      <label className={classes.file}>
        {t('managedProblems.fromFile')}{' '}
        <input
          type="file"
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0];
            setFiles((others) => ({ ...others, [name]: file }));
          }}
        />
      </label>
    </div>
  );
  return (
    <Form
      save={save}
      submitLabel={t('managedProblems.gather')}
      savedLabel={t('managedProblems.gathered')}
      onSave={submit}
      {...(before === null ? {} : { onCancel: onDone })}
    >
      <TextInput
        label={t('managedProblems.caseName')}
        description={t('managedProblems.caseNameHint')}
        required
        {...fields.text('name')}
      />
      <TextInput
        label={t('managedProblems.caseDescription')}
        maxLength={1000}
        {...fields.text('description')}
      />
      {part('input')}
      {part('answer')}
    </Form>
  );
}
