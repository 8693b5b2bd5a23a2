import { useTranslation } from 'react-i18next';

import { DataTable } from '@/components/table/table';
import { Tag } from '@/components/tag/tag';

import classes from '@/features/manage/kit/kit.module.css';

interface Finding {
  severity: string;
  file: string;
  line: number | null;
  message: string;
}

/** What was found in a package, errors with their file and line. */
export function FindingList({ findings }: { findings: readonly Finding[] }) {
  const { t } = useTranslation();
  if (findings.length === 0) return null;
  return (
    <DataTable
      label={t('managedProblems.findings')}
      head={
        <>
          <th>{t('managedProblems.severity')}</th>
          <th>{t('managedProblems.file')}</th>
          <th>{t('managedProblems.message')}</th>
        </>
      }
    >
      {findings.map(({ severity, file, line, message }, index) => (
        <tr key={index}>
          <td>
            <Tag tone={severity === 'error' ? 'red' : 'orange'}>{severity}</Tag>
          </td>
          <td className={classes.code}>
            {file}
            {line !== null && `:${line}`}
          </td>
          <td data-wide>{message}</td>
        </tr>
      ))}
    </DataTable>
  );
}
