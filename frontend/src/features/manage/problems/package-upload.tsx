import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { Complaint } from '@/features/manage/kit/form';
import { useSave } from '@/features/manage/kit/use-save';
import { importQuery } from '@/features/manage/problems/api';
import { FindingList } from '@/features/manage/problems/findings';
import { ImportPackage } from '@/features/manage/problems/packages.gen';
import { upload } from '@/features/manage/problems/upload';
import { request } from '@/lib/graphql/request';

import classes from '@/features/manage/kit/kit.module.css';

interface Target {
  course: string | null;
  problemId: string | null;
  makeLive: boolean;
}

interface Props {
  target: Target;
  /** Further choices, between the file and the button. */
  children?: ReactNode;
  /** The problem's address, when all is done. */
  onDone: (slug: string) => void;
}

/** A package goes to storage, then a judge checks it: what it found is listed file by file. */
export function PackageUpload({ target, children, onDone }: Props) {
  const { t } = useTranslation();
  const [file, setFile] = useState<File | null>(null);
  const [share, setShare] = useState(0);
  const stop = useRef<AbortController | null>(null);
  const send = useSave(async () => {
    if (file === null) return null;
    setShare(0);
    stop.current = new AbortController();
    const storageKey = await upload(file, {
      onProgress: setShare,
      signal: stop.current.signal,
    });
    const asked = { ...target, storageKey, comment: '' };
    return (await request(ImportPackage, asked)).importPackage.id;
  });
  useEffect(() => () => stop.current?.abort(), []);
  const importId = send.data ?? null;
  return (
    <div className={classes.form}>
      <label className={classes.file}>
        {t('managedProblems.package')}{' '}
        <input
          type="file"
          accept=".zip"
          onChange={(event) => {
            setFile(event.currentTarget.files?.[0] ?? null);
            send.reset();
          }}
        />
      </label>
      <p className={classes.dim}>{t('managedProblems.packageHint')}</p>
      {children}
      <div className={classes.foot}>
        <Button
          size="sm"
          disabled={file === null}
          loading={send.isPending}
          onClick={() => send.mutate()}
        >
          {t('managedProblems.uploadNow')}
        </Button>
        {send.isPending && (
          <Button size="sm" variant="default" onClick={() => stop.current?.abort()}>
            {t('manage.cancel')}
          </Button>
        )}
      </div>
      {send.isPending && (
        <progress
          className={classes.progress}
          value={share}
          aria-label={t('managedProblems.sending')}
        />
      )}
      {!(send.error instanceof DOMException) && <Complaint error={send.error} />}
      {importId !== null && <ImportReport key={importId} id={importId} onDone={onDone} />}
    </div>
  );
}

/** How far an import is, and what the judge had to say. */
export function ImportReport({ id, onDone }: { id: string; onDone: (slug: string) => void }) {
  const { t } = useTranslation();
  const query = useQuery(importQuery(id));
  const report = query.data;
  if (report === undefined || report === null) return <Complaint error={query.error} />;
  const { state, findings, problem, version } = report;
  return (
    <section className={classes.stack} aria-label={t('managedProblems.report')}>
      <p role="status" data-testid="import-state">
        {t(`managedProblems.importState.${state as 'done'}`)}
        {version !== null && ` ${t('managedProblems.asVersion', { version })}`}
      </p>
      <FindingList findings={findings} />
      {state === 'done' && problem !== null && (
        <div>
          <Button size="sm" onClick={() => onDone(problem.slug)}>
            {t('managedProblems.openIt')}
          </Button>
        </div>
      )}
    </section>
  );
}
