import { useId, useState, type ChangeEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { DataTable } from '@/components/table/table';
import { fileBase64 } from '@/features/manage/kit/files';
import { Complaint } from '@/features/manage/kit/form';
import { useSave } from '@/features/manage/kit/use-save';

import classes from './kit.module.css';

export interface ImportReport {
  isApplied: boolean;
  rowCount: number;
  faults: readonly { line: number; column: string; message: string }[];
  effects: readonly { line: number; message: string }[];
}

interface Props {
  /** What the table must look like. */
  hint: string;
  /** Try (`isDryRun`) or apply the file, in base64. */
  act: (file: string, isDryRun: boolean) => Promise<ImportReport>;
}

/** A table is tried first: every bad line is listed, and only a good one can be taken over. */
export function ImportForm({ hint, act }: Props) {
  const { t } = useTranslation();
  const hintId = useId();
  const [file, setFile] = useState<File | null>(null);
  const run = useSave(async (isDryRun: boolean) => {
    if (file === null) return null;
    return act(await fileBase64(file), isDryRun);
  });
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    setFile(event.currentTarget.files?.[0] ?? null);
    run.reset();
  };
  const report = run.data ?? null;
  const isGood = report !== null && report.faults.length === 0;
  return (
    <div className={classes.form}>
      <label className={classes.file}>
        {t('manage.table')}{' '}
        <input type="file" accept=".csv,.xlsx,.txt" aria-describedby={hintId} onChange={choose} />
      </label>
      <p id={hintId} className={classes.dim}>
        {hint}
      </p>
      <div className={classes.foot}>
        <Button
          size="sm"
          variant={isGood ? 'default' : 'filled'}
          disabled={file === null}
          loading={run.isPending}
          onClick={() => run.mutate(true)}
        >
          {t('manage.dryRun')}
        </Button>
        {isGood && !report.isApplied && (
          <Button size="sm" loading={run.isPending} onClick={() => run.mutate(false)}>
            {t('manage.takeOver', { count: report.rowCount })}
          </Button>
        )}
      </div>
      <Complaint error={run.error} />
      {report !== null && <Report report={report} />}
    </div>
  );
}

function Report({ report }: { report: ImportReport }) {
  const { t } = useTranslation();
  const { faults, effects, isApplied, rowCount } = report;
  if (faults.length > 0) {
    return (
      <>
        <p role="alert" className={classes.wrong}>
          {t('manage.badLines', { count: faults.length })}
        </p>
        <DataTable
          label={t('manage.badLinesTable')}
          head={
            <>
              <th>{t('manage.line')}</th>
              <th>{t('manage.column')}</th>
              <th>{t('manage.wrong')}</th>
            </>
          }
        >
          {faults.map(({ line, column, message }, index) => (
            <tr key={index}>
              <td data-align="end">{line}</td>
              <td>{column}</td>
              <td data-wide>{message}</td>
            </tr>
          ))}
        </DataTable>
      </>
    );
  }
  return (
    <>
      <p role="status" className={classes.saved}>
        {isApplied
          ? t('manage.takenOver', { count: rowCount })
          : t('manage.allGood', { count: rowCount })}
      </p>
      <DataTable
        label={t('manage.effects')}
        head={
          <>
            <th>{t('manage.line')}</th>
            <th>{t('manage.effect')}</th>
          </>
        }
      >
        {effects.map(({ line, message }, index) => (
          <tr key={index}>
            <td data-align="end">{line}</td>
            <td data-wide>{message}</td>
          </tr>
        ))}
      </DataTable>
    </>
  );
}
