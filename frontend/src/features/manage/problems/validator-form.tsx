import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Checkbox, NativeSelect, TextInput } from '@/components/inputs';
import { useEdit } from '@/features/manage/kit/fields';
import { Form, Panel, Row } from '@/features/manage/kit/form';
import type { Judging, Problem } from '@/features/manage/problems/api';
import { EditPackage, type ValidationMode } from '@/features/manage/problems/packages.gen';
import { sentContent } from '@/features/manage/problems/send-file';
import { request } from '@/lib/graphql/request';

import classes from '@/features/manage/kit/kit.module.css';

const MODES = ['DEFAULT', 'CUSTOM', 'INTERACTIVE'] as const;

interface Flags {
  caseSensitive: boolean;
  spaceChangeSensitive: boolean;
  absolute: string;
  relative: string;
}

/** Arguments of the default validator, word by word. */
function flagsOf({ caseSensitive, spaceChangeSensitive, absolute, relative }: Flags): string[] {
  return [
    ...(caseSensitive ? ['case_sensitive'] : []),
    ...(spaceChangeSensitive ? ['space_change_sensitive'] : []),
    ...(absolute.trim() === '' ? [] : ['float_absolute_tolerance', absolute.trim()]),
    ...(relative.trim() === '' ? [] : ['float_relative_tolerance', relative.trim()]),
  ];
}

/** What compares outputs with answers: the default, a checker, or an interactor. */
export function ValidatorForm({ problem, judging }: { problem: Problem; judging: Judging }) {
  const { t } = useTranslation();
  const { validation, validatorLanguage, validatorFiles } = judging.testPackageContents;
  const known = judging.testCases.items[0];
  const [files, setFiles] = useState<File[]>([]);
  const tolerance = (value: number | null | undefined) => (value == null ? '' : String(value));
  const { fields, save, submit } = useEdit(
    {
      mode: validation.toUpperCase(),
      caseSensitive: known?.validatorFlags.caseSensitive ?? false,
      spaceChangeSensitive: known?.validatorFlags.spaceChangeSensitive ?? false,
      absolute: tolerance(known?.validatorFlags.floatAbsoluteTolerance),
      relative: tolerance(known?.validatorFlags.floatRelativeTolerance),
      args: (known?.validatorArgs ?? []).join(' '),
    },
    async (values) => {
      const isDefault = values.mode === 'DEFAULT';
      const setValidator = {
        mode: values.mode as ValidationMode,
        flags: isDefault ? flagsOf(values) : values.args.split(/\s+/).filter(Boolean),
        ...(isDefault || files.length === 0
          ? {}
          : {
              files: await Promise.all(
                files.map(async (file) => ({ name: file.name, content: await sentContent(file) })),
              ),
            }),
      };
      await request(EditPackage, { problemId: problem.id, edits: [{ setValidator }] });
    },
  );
  const isDefault = fields.values.mode === 'DEFAULT';
  return (
    <Panel title={t('managedProblems.validator')}>
      <Form
        save={save}
        submitLabel={t('managedProblems.gather')}
        savedLabel={t('managedProblems.gathered')}
        onSave={submit}
      >
        <NativeSelect
          label={t('managedProblems.validatorMode')}
          data={MODES.map((value) => ({
            value,
            label: t(`managedProblems.mode.${value.toLowerCase() as 'default'}`),
          }))}
          {...fields.text('mode')}
        />
        {isDefault ? (
          <>
            <Checkbox
              label={t('managedProblems.caseSensitive')}
              {...fields.check('caseSensitive')}
            />
            <Checkbox
              label={t('managedProblems.spaceSensitive')}
              {...fields.check('spaceChangeSensitive')}
            />
            <Row>
              <TextInput
                label={t('managedProblems.absoluteTolerance')}
                placeholder="1e-6"
                pattern="[0-9.]+([eE][+\-]?[0-9]+)?"
                {...fields.text('absolute')}
              />
              <TextInput
                label={t('managedProblems.relativeTolerance')}
                placeholder="1e-6"
                pattern="[0-9.]+([eE][+\-]?[0-9]+)?"
                {...fields.text('relative')}
              />
            </Row>
          </>
        ) : (
          <>
            {validatorFiles.length > 0 && (
              <p className={classes.dim}>
                {t('managedProblems.validatorNow', {
                  language: validatorLanguage,
                  files: validatorFiles.join(', '),
                })}
              </p>
            )}
            <label className={classes.file}>
              {t('managedProblems.validatorFiles')}{' '}
              <input
                type="file"
                multiple
                required={validatorFiles.length === 0}
                onChange={({ currentTarget }) => setFiles([...(currentTarget.files ?? [])])}
              />
            </label>
            <TextInput
              label={t('managedProblems.validatorArgs')}
              description={t('managedProblems.validatorArgsHint')}
              {...fields.text('args')}
            />
          </>
        )}
      </Form>
    </Panel>
  );
}
