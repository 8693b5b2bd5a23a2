import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { Complaint } from '@/features/manage/kit/form';
import { importQuery } from '@/features/manage/problems/api';
import { FindingList } from '@/features/manage/problems/findings';
import { ImportPackage } from '@/features/manage/problems/packages.gen';
import { send, stopSending, useSendings } from '@/features/manage/problems/sendings';
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
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const key = `package-${target.problemId ?? ''}-${target.course ?? ''}`;
  const sending = useSendings().get(key);
  const isSending = sending?.state === 'sending';
  const begin = () => {
    if (file === null) return;
    void send(key, file, async (storageKey) => {
      const asked = { ...target, storageKey, comment: '' };
      const { id } = (await request(ImportPackage, asked)).importPackage;
      void client.invalidateQueries({ queryKey: ['manage', 'work'] });
      return id;
    });
  };
  const importId = sending?.result ?? null;
  return (
    <div className={classes.form}>
      <label className={classes.file}>
        {t('managedProblems.package')}{' '}
        <input
          type="file"
          accept=".zip"
          onChange={(event) => {
            setFile(event.currentTarget.files?.[0] ?? null);
            if (!isSending) stopSending(key);
          }}
        />
      </label>
      <p className={classes.dim}>{t('managedProblems.packageHint')}</p>
      {children}
      <div className={classes.foot}>
        <Button size="sm" disabled={file === null} loading={isSending} onClick={begin}>
          {t('managedProblems.uploadNow')}
        </Button>
        {isSending && (
          <Button size="sm" variant="default" onClick={() => stopSending(key)}>
            {t('manage.cancel')}
          </Button>
        )}
      </div>
      {isSending && (
        <>
          <progress
            className={classes.progress}
            value={sending.share}
            aria-label={t('managedProblems.sending')}
          />
          <p className={classes.dim}>{t('managedProblems.mayLeave', { name: sending.fileName })}</p>
        </>
      )}
      <Complaint error={sending?.error} />
      {importId !== null && <ImportReport key={importId} id={importId} onDone={onDone} />}
    </div>
  );
}

/** How far an import is, and what the judge had to say. */
export function ImportReport({ id, onDone }: { id: string; onDone: (slug: string) => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const query = useQuery(importQuery(id));
  const report = query.data;
  const isDone = report?.state === 'done';
  useEffect(() => {
    if (isDone) void client.invalidateQueries({ queryKey: ['manage', 'problems', 'one'] });
  }, [isDone, client]);
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
