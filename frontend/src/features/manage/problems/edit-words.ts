import type { TFunction } from 'i18next';

import { formatSize } from '@/lib/format';

interface Content {
  size_bytes: number;
}

/** An edit as the server keeps it: contents by their size. */
interface Edit {
  kind: string;
  name?: string;
  new_name?: string;
  names?: string[];
  path?: string;
  input?: Content | null;
  answer?: Content | null;
  description?: string | null;
  max_score?: number | null;
  aggregation?: string | null;
  require_pass?: string[] | null;
  time_limit_ms?: number | null;
  memory_limit_kib?: number | null;
  mode?: string | null;
  flags?: string[] | null;
  files?: { name: string }[] | null;
  content?: Content;
}

const KIB_PER_MIB = 1024;

/** What an edit of a test package does. */
export function editWords(t: TFunction, operation: unknown): string {
  const edit = operation as Edit;
  const { name = '', path = '' } = edit;
  switch (edit.kind) {
    case 'put_case':
      return t('managedProblems.edit.putCase', { name, parts: caseParts(t, edit).join(', ') });
    case 'rename_case':
      return t('managedProblems.edit.renameCase', { name, newName: edit.new_name });
    case 'remove_case':
      return t('managedProblems.edit.removeCase', { name });
    case 'reorder_cases':
      return t('managedProblems.edit.reorderCases', { names: (edit.names ?? []).join(', ') });
    case 'set_group':
      return t('managedProblems.edit.setGroup', { name, parts: groupParts(t, edit).join(', ') });
    case 'set_limits':
      return t('managedProblems.edit.setLimits', { parts: limitParts(t, edit).join(', ') });
    case 'set_validator':
      return t('managedProblems.edit.setValidator', {
        parts: validatorParts(t, edit).join(', '),
      });
    case 'put_file':
      return t('managedProblems.edit.putFile', { path });
    case 'remove_file':
      return t('managedProblems.edit.removeFile', { path });
    default:
      return JSON.stringify(operation);
  }
}

function caseParts(t: TFunction, { input, answer, description }: Edit): string[] {
  return [
    input != null && `${t('managedProblems.input')} ${formatSize(t, input.size_bytes)}`,
    answer != null && `${t('managedProblems.answer')} ${formatSize(t, answer.size_bytes)}`,
    description != null && t('managedProblems.caseDescription'),
  ].filter((part) => part !== false);
}

function groupParts(t: TFunction, edit: Edit): string[] {
  const { max_score: points, aggregation, require_pass: required } = edit;
  const rule = aggregation?.toUpperCase().replace('-', '_') as 'SUM' | undefined;
  return [
    points != null && t('managedProblems.pointsOf', { points }),
    rule !== undefined && t(`managedProblems.rule.${rule}`),
    required != null && t('managedProblems.edit.required', { groups: required.join(', ') || '–' }),
  ].filter((part) => part !== false);
}

function limitParts(t: TFunction, { time_limit_ms: timeMs, memory_limit_kib: kib }: Edit) {
  return [
    timeMs != null && `${t('managedProblems.timeLimitMs')} ${timeMs}`,
    kib != null && `${t('managedProblems.memoryMib')} ${kib / KIB_PER_MIB}`,
  ].filter((part) => part !== false);
}

function validatorParts(t: TFunction, { mode, flags, files }: Edit): string[] {
  return [
    mode != null && t(`managedProblems.mode.${mode as 'default'}`),
    flags != null && flags.length > 0 && flags.join(' '),
    files?.map(({ name }) => name).join(', ') ?? false,
  ].filter((part): part is string => typeof part === 'string');
}
