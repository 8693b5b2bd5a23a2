import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Checkbox, TextInput } from '@/components/inputs';
import { useEdit } from '@/features/manage/kit/fields';
import { ActButton, Form, Panel } from '@/features/manage/kit/form';
import { draftQuery, type Problem } from '@/features/manage/problems/api';
import { editWords } from '@/features/manage/problems/edit-words';
import { ImportReport } from '@/features/manage/problems/package-upload';
import { DiscardDraft, MakePackage, UndoEdits } from '@/features/manage/problems/packages.gen';
import { request } from '@/lib/graphql/request';

import classes from '@/features/manage/kit/kit.module.css';

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
                <span>{editWords(t, operation)}</span>
                <ActButton
                  label={t('managedProblems.undo')}
                  name={t('managedProblems.undoEdit', { number: ordinal })}
                  act={() => request(UndoEdits, { problemId, ordinals: [ordinal] })}
                />
              </li>
            ))}
          </ul>
          <div className={classes.body}>
            <Form save={save} submitLabel={t('managedProblems.makeVersion')} onSave={submit}>
              <TextInput label={t('managedProblems.comment')} {...fields.text('comment')} />
              <Checkbox label={t('managedProblems.makeLiveAtOnce')} {...fields.check('makeLive')} />
            </Form>
          </div>
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
