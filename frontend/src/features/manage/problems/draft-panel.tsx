import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Checkbox, Textarea, TextInput } from '@/components/inputs';
import { toNumber, useEdit } from '@/features/manage/kit/fields';
import { ActButton, Form, Panel, Row } from '@/features/manage/kit/form';
import { draftQuery, type Problem } from '@/features/manage/problems/api';
import { ImportReport } from '@/features/manage/problems/package-upload';
import {
  DiscardDraft,
  EditPackage,
  MakePackage,
  UndoEdits,
} from '@/features/manage/problems/packages.gen';
import { request } from '@/lib/graphql/request';

import classes from '@/features/manage/kit/kit.module.css';

const KIB_PER_MIB = 1024;

/** Edits that are gathered: what they are, how to undo one, and how to make them a version. */
export function DraftPanel({ problem }: { problem: Problem }) {
  const { t } = useTranslation();
  const problemId = problem.id;
  const [made, setMade] = useState<string | null>(null);
  const draft = useQuery(draftQuery(problemId)).data ?? null;
  const { fields, save, submit } = useEdit(
    { comment: '', makeLive: false },
    async ({ comment, makeLive }) =>
      (await request(MakePackage, { problemId, comment, makeLive })).makeTestPackage.id,
    setMade,
  );
  const importId = made ?? draft?.packageImport?.id ?? null;
  return (
    <>
      {draft !== null && draft.edits.length > 0 && (
        <Panel title={t('managedProblems.draft')}>
          <ul className={classes.items}>
            {draft.edits.map(({ id, ordinal, operation }) => (
              <li key={id} className={classes.itemHead}>
                <code className={classes.code}>{JSON.stringify(operation).slice(0, 160)}</code>
                <ActButton
                  label={t('managedProblems.undo')}
                  name={t('managedProblems.undoEdit', { number: ordinal })}
                  act={() => request(UndoEdits, { problemId, ordinals: [ordinal] })}
                />
              </li>
            ))}
          </ul>
          <Form save={save} submitLabel={t('managedProblems.makeVersion')} onSave={submit}>
            <TextInput label={t('managedProblems.comment')} {...fields.text('comment')} />
            <Checkbox label={t('managedProblems.makeLiveAtOnce')} {...fields.check('makeLive')} />
          </Form>
          <div className={classes.body}>
            <ActButton
              label={t('managedProblems.discard')}
              question={t('managedProblems.discardQuestion')}
              act={() => request(DiscardDraft, { problemId })}
            />
          </div>
        </Panel>
      )}
      {importId !== null && <ImportReport id={importId} onDone={() => setMade(null)} />}
    </>
  );
}

/** One test case by hand: a new name adds it, a known one replaces it. */
export function CaseForm({ problem }: { problem: Problem }) {
  const { t } = useTranslation();
  const { fields, save, submit } = useEdit(
    { name: 'secret/', input: '', answer: '' },
    ({ name, input, answer }) =>
      request(EditPackage, {
        problemId: problem.id,
        edits: [{ putCase: { name, input: { text: input }, answer: { text: answer } } }],
      }),
    'clear',
  );
  return (
    <Panel title={t('managedProblems.putCase')}>
      <Form
        save={save}
        submitLabel={t('managedProblems.gather')}
        savedLabel={t('managedProblems.gathered')}
        onSave={submit}
      >
        <TextInput
          label={t('managedProblems.caseName')}
          description={t('managedProblems.caseNameHint')}
          required
          {...fields.text('name')}
        />
        <Textarea
          label={t('managedProblems.input')}
          rows={5}
          className={classes.code}
          {...fields.text('input')}
        />
        <Textarea
          label={t('managedProblems.answer')}
          rows={5}
          className={classes.code}
          {...fields.text('answer')}
        />
      </Form>
    </Panel>
  );
}

export function LimitsForm({ problem }: { problem: Problem }) {
  const { t } = useTranslation();
  const live = problem.testPackage;
  const { fields, save, submit } = useEdit(
    {
      timeLimitMs: String(live?.timeLimitMs ?? 1000),
      memoryMib: String((live?.memoryLimitKib ?? 262_144) / KIB_PER_MIB),
    },
    ({ timeLimitMs, memoryMib }) =>
      request(EditPackage, {
        problemId: problem.id,
        edits: [
          {
            setLimits: {
              timeLimitMs: toNumber(timeLimitMs),
              memoryLimitKib: Math.round(Number(memoryMib) * KIB_PER_MIB),
            },
          },
        ],
      }),
  );
  return (
    <Panel title={t('managedProblems.limits')}>
      <Form
        save={save}
        submitLabel={t('managedProblems.gather')}
        savedLabel={t('managedProblems.gathered')}
        onSave={submit}
      >
        <Row>
          <TextInput
            type="number"
            min={1}
            label={t('managedProblems.timeLimitMs')}
            required
            {...fields.text('timeLimitMs')}
          />
          <TextInput
            type="number"
            min={1}
            label={t('managedProblems.memoryMib')}
            required
            {...fields.text('memoryMib')}
          />
        </Row>
      </Form>
    </Panel>
  );
}
