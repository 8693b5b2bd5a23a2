import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Checkbox, NativeSelect, TextInput } from '@/components/inputs';
import {
  changedOf,
  fromLocalInput,
  toLocalInput,
  toNumber,
  useEdit,
} from '@/features/manage/kit/fields';
import { Form, Panel, Row } from '@/features/manage/kit/form';
import { LanguagePicker } from '@/features/manage/kit/language-picker';
import { MarkdownField } from '@/features/manage/kit/markdown-field';
import type { ManagedProblemSet } from '@/features/manage/sets/api';
import { DuplicateForm } from '@/features/manage/sets/duplicate-form';
import {
  ChangeSet,
  type BoardVisibility,
  type ContestFormat,
  type ContestRulesInput,
  type SetInput,
  type EntryMode,
  type SetVisibility,
  type VerdictPolicy,
} from '@/features/manage/sets/sets.gen';
import { request } from '@/lib/graphql/request';

const FORMATS = ['ICPC', 'IOI', 'POINTS', 'ATCODER', 'LAST'] as const;
const BOARDS = ['ALWAYS', 'AFTER_END', 'NEVER'] as const;
const MODES = ['INDIVIDUAL', 'TEAM', 'ANY'] as const;
const POLICIES = ['ALL', 'SAMPLES', 'BLIND'] as const;
const VISIBILITIES = {
  contest: ['HIDDEN', 'COURSE', 'INVITED', 'PUBLIC'],
  other: ['HIDDEN', 'COURSE'],
} as const;

const text = (value: number | null | undefined) => (value == null ? '' : String(value));

function valuesOf(set: ManagedProblemSet) {
  const { contestRules: contest, assignmentRules: assignment } = set;
  return {
    title: set.title,
    description: set.description,
    visibility: set.visibility.toUpperCase(),
    startsAt: toLocalInput(set.startsAt),
    endsAt: toLocalInput(set.endsAt),
    verdictPolicy: set.verdictPolicy.toUpperCase(),
    maxSubmissionsPerProblem: text(set.maxSubmissionsPerProblem),
    maxSubmissionsPerMinute: text(set.maxSubmissionsPerMinute),
    allowsUpsolving: set.allowsUpsolving,
    allowedLanguages: set.allowedLanguages.join(' '),
    closesAt: toLocalInput(assignment?.closesAt),
    latePenaltyPercent: text(assignment?.latePenaltyPercent ?? 0),
    format: (contest?.format ?? 'icpc').toUpperCase(),
    penaltyMinutes: text(contest?.penaltyMinutes ?? 20),
    countsCompileErrors: contest?.countsCompileErrors ?? false,
    freezeAt: toLocalInput(contest?.freezeAt),
    boardVisibility: (contest?.boardVisibility ?? 'always').toUpperCase(),
    registrationOpensAt: toLocalInput(contest?.registrationOpensAt),
    registrationClosesAt: toLocalInput(contest?.registrationClosesAt),
    entryMode: (contest?.entryMode ?? 'individual').toUpperCase(),
    maxTeamSize: text(contest?.maxTeamSize ?? 3),
    allowsUnofficial: contest?.allowsUnofficial ?? false,
    inviteCode: contest?.inviteCode ?? '',
    allowsVirtual: contest?.allowsVirtual ?? false,
    hasBalloons: contest?.hasBalloons ?? false,
    goldMedals: text(contest?.goldMedals ?? 0),
    silverMedals: text(contest?.silverMedals ?? 0),
    bronzeMedals: text(contest?.bronzeMedals ?? 0),
  };
}

type Values = ReturnType<typeof valuesOf>;

const idsOf = (words: string) => words.split(' ').filter(Boolean);

function contestRulesOf(values: Values): ContestRulesInput {
  return {
    format: values.format as ContestFormat,
    penaltyMinutes: toNumber(values.penaltyMinutes),
    countsCompileErrors: values.countsCompileErrors,
    freezeAt: fromLocalInput(values.freezeAt),
    boardVisibility: values.boardVisibility as BoardVisibility,
    registrationOpensAt: fromLocalInput(values.registrationOpensAt),
    registrationClosesAt: fromLocalInput(values.registrationClosesAt),
    entryMode: values.entryMode as EntryMode,
    maxTeamSize: toNumber(values.maxTeamSize),
    allowsUnofficial: values.allowsUnofficial,
    inviteCode: values.inviteCode,
    allowsVirtual: values.allowsVirtual,
    hasBalloons: values.hasBalloons,
    goldMedals: toNumber(values.goldMedals),
    silverMedals: toNumber(values.silverMedals),
    bronzeMedals: toNumber(values.bronzeMedals),
  };
}

function setInputOf(values: Values): SetInput {
  return {
    title: values.title,
    description: values.description,
    visibility: values.visibility as SetVisibility,
    startsAt: fromLocalInput(values.startsAt),
    endsAt: fromLocalInput(values.endsAt),
    verdictPolicy: values.verdictPolicy as VerdictPolicy,
    allowedLanguages: idsOf(values.allowedLanguages),
    maxSubmissionsPerProblem: toNumber(values.maxSubmissionsPerProblem),
    maxSubmissionsPerMinute: toNumber(values.maxSubmissionsPerMinute),
    allowsUpsolving: values.allowsUpsolving,
  };
}

const assignmentRulesOf = (values: Values) => ({
  closesAt: fromLocalInput(values.closesAt),
  latePenaltyPercent: toNumber(values.latePenaltyPercent),
});

/**
 * Save only what was changed here: inputs have no seconds, so a moment that nobody touched would be
 * moved, and what somebody else changes meanwhile would be undone.
 */
function change(set: ManagedProblemSet, before: Values, values: Values) {
  const rules =
    set.kind === 'contest'
      ? { contestRules: changedOf(contestRulesOf(before), contestRulesOf(values)) }
      : { assignmentRules: changedOf(assignmentRulesOf(before), assignmentRulesOf(values)) };
  const wanted = changedOf(setInputOf(before), setInputOf(values));
  return request(ChangeSet, { slug: set.slug, values: wanted, ...rules });
}

/** All settings of a contest or an assignment. */
export function SetSettings({ set }: { set: ManagedProblemSet }) {
  const { t } = useTranslation();
  const [before, setBefore] = useState(() => valuesOf(set));
  const { fields, save, submit } = useEdit(
    before,
    async (values) => {
      await change(set, before, values);
      return values;
    },
    setBefore,
  );
  const isContest = set.kind === 'contest';
  const visibilities = isContest ? VISIBILITIES.contest : VISIBILITIES.other;
  return (
    <>
      <Form
        save={save}
        submitLabel={t('manage.save')}
        savedLabel={t('manage.saved')}
        onSave={submit}
      >
        <TextInput
          label={t('managedSets.title')}
          required
          maxLength={200}
          {...fields.text('title')}
        />
        <MarkdownField
          label={t('managedSets.description')}
          description={t('manage.markdown')}
          {...fields.text('description')}
        />
        <Row>
          <TextInput
            type="datetime-local"
            label={t('managedSets.startsAt')}
            required
            {...fields.text('startsAt')}
          />
          <TextInput
            type="datetime-local"
            label={t(`managedSets.endsAt.${isContest ? 'contests' : 'assignments'}`)}
            required
            {...fields.text('endsAt')}
          />
          <NativeSelect
            label={t('managedSets.visibilityHead')}
            data={visibilities.map((value) => ({
              value,
              label: t(`managedSets.visibility.${value.toLowerCase() as 'public'}`),
            }))}
            {...fields.text('visibility')}
          />
        </Row>
        {isContest ? <ContestFields fields={fields} /> : <AssignmentFields fields={fields} />}
        <Row>
          <NativeSelect
            label={t('managedSets.verdictPolicy')}
            data={POLICIES.map((value) => ({ value, label: t(`managedSets.policy.${value}`) }))}
            {...fields.text('verdictPolicy')}
          />
          <TextInput
            type="number"
            min={1}
            label={t('managedSets.maxSubmissionsPerProblem')}
            description={t('managedSets.emptyIsFree')}
            {...fields.text('maxSubmissionsPerProblem')}
          />
          <TextInput
            type="number"
            min={1}
            label={t('managedSets.maxSubmissionsPerMinute')}
            description={t('managedSets.emptyIsFree')}
            {...fields.text('maxSubmissionsPerMinute')}
          />
        </Row>
        <LanguagePicker
          label={t('managedSets.allowedLanguages')}
          chosen={idsOf(fields.values.allowedLanguages)}
          onChange={(ids) => fields.put({ allowedLanguages: ids.join(' ') })}
        />
        <Checkbox label={t('managedSets.allowsUpsolving')} {...fields.check('allowsUpsolving')} />
      </Form>
      <Panel title={t('managedSets.duplicate')}>
        <DuplicateForm set={set} />
      </Panel>
    </>
  );
}

type Fields = ReturnType<typeof useEdit<Values, unknown>>['fields'];

function AssignmentFields({ fields }: { fields: Fields }) {
  const { t } = useTranslation();
  return (
    <Row>
      <TextInput
        type="datetime-local"
        label={t('managedSets.closesAt')}
        description={t('managedSets.closesAtHint')}
        {...fields.text('closesAt')}
      />
      <TextInput
        type="number"
        min={0}
        max={100}
        label={t('managedSets.latePenaltyPercent')}
        description={t('managedSets.latePenaltyHint')}
        {...fields.text('latePenaltyPercent')}
      />
    </Row>
  );
}

function ContestFields({ fields }: { fields: Fields }) {
  const { t } = useTranslation();
  return (
    <>
      <Row>
        <NativeSelect
          label={t('managedSets.formatHead')}
          data={FORMATS.map((value) => ({ value, label: t(`managedSets.format.${value}`) }))}
          {...fields.text('format')}
        />
        <TextInput
          type="number"
          min={0}
          label={t('managedSets.penaltyMinutes')}
          {...fields.text('penaltyMinutes')}
        />
        <TextInput
          type="datetime-local"
          label={t('managedSets.freezeAt')}
          description={t('managedSets.freezeAtHint')}
          {...fields.text('freezeAt')}
        />
        <NativeSelect
          label={t('managedSets.boardVisibility')}
          data={BOARDS.map((value) => ({ value, label: t(`managedSets.board.${value}`) }))}
          {...fields.text('boardVisibility')}
        />
      </Row>
      <Row>
        <NativeSelect
          label={t('managedSets.entryMode')}
          data={MODES.map((value) => ({ value, label: t(`managedSets.mode.${value}`) }))}
          {...fields.text('entryMode')}
        />
        <TextInput
          type="number"
          min={1}
          label={t('managedSets.maxTeamSize')}
          {...fields.text('maxTeamSize')}
        />
        <TextInput
          type="datetime-local"
          label={t('managedSets.registrationOpensAt')}
          {...fields.text('registrationOpensAt')}
        />
        <TextInput
          type="datetime-local"
          label={t('managedSets.registrationClosesAt')}
          {...fields.text('registrationClosesAt')}
        />
        <TextInput
          label={t('managedSets.inviteCode')}
          maxLength={32}
          {...fields.text('inviteCode')}
        />
      </Row>
      <Row>
        {(['goldMedals', 'silverMedals', 'bronzeMedals'] as const).map((name) => (
          <TextInput
            key={name}
            type="number"
            min={0}
            label={t(`managedSets.medals.${name}`)}
            {...fields.text(name)}
          />
        ))}
      </Row>
      <Checkbox
        label={t('managedSets.countsCompileErrors')}
        {...fields.check('countsCompileErrors')}
      />
      <Checkbox label={t('managedSets.allowsUnofficial')} {...fields.check('allowsUnofficial')} />
      <Checkbox label={t('managedSets.allowsVirtual')} {...fields.check('allowsVirtual')} />
      <Checkbox label={t('managedSets.hasBalloons')} {...fields.check('hasBalloons')} />
    </>
  );
}
