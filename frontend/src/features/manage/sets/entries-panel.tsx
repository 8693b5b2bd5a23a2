import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { Checkbox, TextInput } from '@/components/inputs';
import { SearchField } from '@/components/search-field/search-field';
import { LoadMore } from '@/components/states/load-more';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { DataTable } from '@/components/table/table';
import { Tag } from '@/components/tag/tag';
import { VisuallyHidden } from '@/components/visually-hidden/visually-hidden';
import { useEdit } from '@/features/manage/kit/fields';
import { ActButton, Form, Panel, Row } from '@/features/manage/kit/form';
import { ImportForm } from '@/features/manage/kit/import-form';
import { entriesQuery, type ManagedProblemSet } from '@/features/manage/sets/api';
import { namesOf } from '@/features/manage/sets/names';
import {
  ChangeEntry,
  ExcludeEntry,
  ImportEntries,
  PutEntryMembers,
  ReadmitEntry,
  RegisterEntry,
  RemoveEntry,
  type SetEntriesQuery,
} from '@/features/manage/sets/people.gen';
import { request } from '@/lib/graphql/request';
import { useDebouncedValue } from '@/lib/use-debounced-value';

import classes from '@/features/manage/kit/kit.module.css';

type Entry = SetEntriesQuery['entries']['edges'][number]['node'];

/** Who takes part in a contest. */
export function EntriesPanel({ set }: { set: ManagedProblemSet }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const query = useInfiniteQuery({
    ...entriesQuery(set.slug, useDebouncedValue(typed, 300)),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <div className={classes.tools}>
        <SearchField
          label={t('managedSets.findEntry')}
          clearLabel={t('manage.clear')}
          placeholder={t('managedSets.findEntry')}
          value={typed}
          onChange={setTyped}
        />
      </div>
      <QueryView query={query}>
        {({ pages }) => {
          const entries = pages.flatMap(({ edges }) => edges);
          if (entries.length === 0) {
            return (
              <Note title={t('managedSets.noEntriesTitle')} text={t('managedSets.noEntriesText')} />
            );
          }
          return (
            <>
              <DataTable
                label={t('managedSets.part.entries')}
                head={
                  <>
                    <th>{t('managedSets.entry')}</th>
                    <th data-minor>{t('managedSets.members')}</th>
                    <th>{t('managedSets.state')}</th>
                    <th>
                      <VisuallyHidden>{t('manage.actions')}</VisuallyHidden>
                    </th>
                  </>
                }
              >
                {entries.map(({ node }) => (
                  <EntryRow key={node.id} entry={node} />
                ))}
              </DataTable>
              <LoadMore query={query} />
            </>
          );
        }}
      </QueryView>
      <div className={classes.split}>
        <Panel title={t('managedSets.register')}>
          <RegisterForm set={set} />
        </Panel>
        <Panel title={t('managedSets.importEntries')}>
          <ImportForm
            hint={t('managedSets.importEntriesHint')}
            act={async (file, isDryRun) =>
              (await request(ImportEntries, { slug: set.slug, file, isDryRun })).importEntries
            }
          />
        </Panel>
      </div>
    </>
  );
}

function EntryRow({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  const [isEditing, setEditing] = useState(false);
  const entryId = entry.id;
  const { name } = entry;
  if (isEditing) {
    return (
      <tr>
        <td colSpan={4}>
          <MembersForm entry={entry} onClose={() => setEditing(false)} />
        </td>
      </tr>
    );
  }
  return (
    <tr>
      <td data-wide>
        {name} <span className={classes.dim}>{entry.organization}</span>
      </td>
      <td data-minor data-dim>
        {entry.members.map(({ user }) => user.username).join(', ')}
      </td>
      <td>
        {!entry.isOfficial && <Tag>{t('managedSets.unofficial')}</Tag>}{' '}
        {entry.exclusion !== '' && (
          <Tag tone="red">{t(`managedSets.exclusion.${entry.exclusion as 'withdrawn'}`)}</Tag>
        )}
      </td>
      <td>
        <span className={classes.acts}>
          {entry.kind === 'team' && (
            <Button
              size="xs"
              variant="default"
              aria-label={t('managedSets.membersOf', { name })}
              onClick={() => setEditing(true)}
            >
              {t('managedSets.members')}
            </Button>
          )}
          {entry.exclusion === '' ? (
            <>
              <ActButton
                label={t(
                  entry.isOfficial ? 'managedSets.makeUnofficial' : 'managedSets.makeOfficial',
                )}
                name={`${t(
                  entry.isOfficial ? 'managedSets.makeUnofficial' : 'managedSets.makeOfficial',
                )}: ${name}`}
                act={() =>
                  request(ChangeEntry, { entryId, change: { isOfficial: !entry.isOfficial } })
                }
              />
              <ActButton
                label={t('managedSets.disqualify')}
                name={`${t('managedSets.disqualify')}: ${name}`}
                question={t('managedSets.disqualifyQuestion', { name })}
                act={() =>
                  request(ExcludeEntry, { entryId, exclusion: 'DISQUALIFIED', reason: '' })
                }
              />
            </>
          ) : (
            <ActButton
              label={t('managedSets.readmit')}
              name={`${t('managedSets.readmit')}: ${name}`}
              act={() => request(ReadmitEntry, { entryId })}
            />
          )}
          <ActButton
            label={t('manage.remove')}
            name={t('manage.removeOne', { name })}
            question={t('manage.removeQuestion', { name })}
            act={() => request(RemoveEntry, { entryId })}
          />
        </span>
      </td>
    </tr>
  );
}

function MembersForm({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const { t } = useTranslation();
  const { fields, save, submit } = useEdit(
    { usernames: entry.members.map(({ user }) => user.username).join(', ') },
    ({ usernames }) =>
      request(PutEntryMembers, { entryId: entry.id, usernames: namesOf(usernames) }),
    onClose,
  );
  return (
    <Form save={save} submitLabel={t('manage.save')} onSave={submit} onCancel={onClose}>
      <TextInput
        label={t('managedSets.membersOf', { name: entry.name })}
        description={t('managedSets.membersHint')}
        required
        {...fields.text('usernames')}
      />
    </Form>
  );
}

function RegisterForm({ set }: { set: ManagedProblemSet }) {
  const { t } = useTranslation();
  const { fields, save, submit } = useEdit(
    { usernames: '', teamName: '', organization: '', isOfficial: true },
    ({ usernames, teamName, organization, isOfficial }) =>
      request(RegisterEntry, {
        slug: set.slug,
        usernames: namesOf(usernames),
        teamName,
        organization,
        isOfficial,
      }),
    'clear',
  );
  return (
    <Form
      save={save}
      submitLabel={t('managedSets.register')}
      savedLabel={t('manage.saved')}
      onSave={submit}
    >
      <TextInput
        label={t('managedSets.usernames')}
        description={t('managedSets.teamHint')}
        required
        {...fields.text('usernames')}
      />
      <Row>
        <TextInput label={t('managedSets.teamName')} {...fields.text('teamName')} />
        <TextInput label={t('managedSets.organization')} {...fields.text('organization')} />
      </Row>
      <Checkbox label={t('managedSets.official')} {...fields.check('isOfficial')} />
    </Form>
  );
}
