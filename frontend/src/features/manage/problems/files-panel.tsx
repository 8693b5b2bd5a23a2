import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { CopyButton } from '@/components/copy-button/copy-button';
import { TextInput } from '@/components/inputs';
import { DataTable } from '@/components/table/table';
import { VisuallyHidden } from '@/components/visually-hidden/visually-hidden';
import { ActButton, Complaint, Panel } from '@/features/manage/kit/form';
import { useSave } from '@/features/manage/kit/use-save';
import type { Problem } from '@/features/manage/problems/api';
import {
  PutAttachment,
  PutPicture,
  RemoveAttachment,
  RemovePicture,
} from '@/features/manage/problems/problems.gen';
import { plainName, upload } from '@/features/manage/problems/upload';
import { formatSize } from '@/lib/format';
import { request } from '@/lib/graphql/request';

import classes from '@/features/manage/kit/kit.module.css';

interface Kept {
  id: string;
  name: string;
  sizeBytes: number;
}

/** Pictures that statements show, and files that students get beside them. */
export function FilesPanel({ problem }: { problem: Problem }) {
  const { t } = useTranslation();
  const problemId = problem.id;
  return (
    <>
      <Panel title={t('managedProblems.pictures')}>
        <FileTable
          label={t('managedProblems.pictures')}
          empty={t('managedProblems.noPictures')}
          files={problem.pictures}
          wordsFor={(name) => `![](${name})`}
          remove={(name) => request(RemovePicture, { problemId, name })}
        />
        <PutFile
          label={t('managedProblems.newPicture')}
          hint={t('managedProblems.pictureHint')}
          accept=".png,.jpg,.jpeg,.gif,.webp,.svg"
          put={(name, storageKey) => request(PutPicture, { problemId, name, storageKey })}
        />
      </Panel>
      <Panel title={t('managedProblems.attachments')}>
        <FileTable
          label={t('managedProblems.attachments')}
          empty={t('managedProblems.noAttachments')}
          files={problem.attachments}
          linkFor={(name) =>
            `/api/v1/problems/${problem.slug}/attachment?name=${encodeURIComponent(name)}`
          }
          remove={(name) => request(RemoveAttachment, { problemId, name })}
        />
        <PutFile
          label={t('managedProblems.newAttachment')}
          hint={t('managedProblems.attachmentHint')}
          put={(name, storageKey) => request(PutAttachment, { problemId, name, storageKey })}
        />
      </Panel>
    </>
  );
}

interface TableProps {
  label: string;
  empty: string;
  files: readonly Kept[];
  /** What is written into a statement for it. */
  wordsFor?: (name: string) => string;
  linkFor?: (name: string) => string;
  remove: (name: string) => Promise<unknown>;
}

function FileTable({ label, empty, files, wordsFor, linkFor, remove }: TableProps) {
  const { t } = useTranslation();
  if (files.length === 0) return <p className={classes.dim}>{empty}</p>;
  return (
    <DataTable
      label={label}
      head={
        <>
          <th>{t('managedProblems.file')}</th>
          <th>{t('managedProblems.size')}</th>
          <th>
            <VisuallyHidden>{t('manage.actions')}</VisuallyHidden>
          </th>
        </>
      }
    >
      {files.map(({ id, name, sizeBytes }) => (
        <tr key={id}>
          <td data-wide className={classes.code}>
            {linkFor === undefined ? (
              name
            ) : (
              <a href={linkFor(name)} download>
                {name}
              </a>
            )}{' '}
            {wordsFor !== undefined && (
              <>
                <span className={classes.dim}>{wordsFor(name)}</span>{' '}
                <CopyButton
                  text={wordsFor(name)}
                  label={t('managedProblems.copyWords', { name })}
                />
              </>
            )}
          </td>
          <td data-align="end">{formatSize(t, sizeBytes)}</td>
          <td>
            <ActButton
              label={t('manage.remove')}
              name={t('manage.removeOne', { name })}
              question={t('manage.removeQuestion', { name })}
              act={() => remove(name)}
            />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

interface PutProps {
  label: string;
  hint: string;
  accept?: string;
  put: (name: string, storageKey: string) => Promise<unknown>;
}

function PutFile({ label, hint, accept, put }: PutProps) {
  const { t } = useTranslation();
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState('');
  const [share, setShare] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const stop = useRef<AbortController | null>(null);
  const send = useSave(
    async () => {
      if (file === null) return;
      setShare(0);
      stop.current = new AbortController();
      const key = await upload(file, { onProgress: setShare, signal: stop.current.signal });
      await put(name, key);
    },
    () => {
      setFile(null);
      setName('');
      if (input.current !== null) input.current.value = '';
    },
  );
  useEffect(() => () => stop.current?.abort(), []);
  return (
    <div className={classes.form}>
      <label className={classes.file}>
        {label}{' '}
        <input
          ref={input}
          type="file"
          accept={accept}
          onChange={(event) => {
            const chosen = event.currentTarget.files?.[0] ?? null;
            setFile(chosen);
            setName(chosen === null ? '' : plainName(chosen.name));
            send.reset();
          }}
        />
      </label>
      <p className={classes.dim}>{hint}</p>
      {file !== null && (
        <div className={classes.foot}>
          <TextInput
            aria-label={t('managedProblems.fileName')}
            size="xs"
            value={name}
            maxLength={100}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button
            size="sm"
            disabled={name === ''}
            loading={send.isPending}
            onClick={() => send.mutate()}
          >
            {t('managedProblems.putFile')}
          </Button>
          {send.isPending && (
            <progress
              className={classes.progress}
              value={share}
              aria-label={t('managedProblems.sending')}
            />
          )}
        </div>
      )}
      <span role="status" className={classes.saved}>
        {send.isSuccess && t('manage.saved')}
      </span>
      {!(send.error instanceof DOMException) && <Complaint error={send.error} />}
    </div>
  );
}
