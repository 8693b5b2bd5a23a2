import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { Checkbox, NativeSelect, Textarea } from '@/components/inputs';
import { LoadMore } from '@/components/states/load-more';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { Tag } from '@/components/tag/tag';
import { useEdit } from '@/features/manage/kit/fields';
import { Form, Panel } from '@/features/manage/kit/form';
import {
  announcementsQuery,
  clarificationsQuery,
  type ManagedProblemSet,
} from '@/features/manage/sets/api';
import {
  Announce,
  AnswerClarification,
  ChangeAnnouncement,
  SetTalk,
  type SetAnnouncementsQuery,
  type SetClarificationsQuery,
} from '@/features/manage/sets/talk.gen';
import { formatWhen } from '@/lib/format';
import { request } from '@/lib/graphql/request';
import { useSubscription } from '@/lib/graphql/subscribe';

import classes from '@/features/manage/kit/kit.module.css';

type Announcement =
  SetAnnouncementsQuery['problemSets']['edges'][number]['node']['announcements'][number];
type Clarification = SetClarificationsQuery['clarifications']['edges'][number]['node'];

/** The jury's inbox, live, and what it announced. */
export function TalkPanel({ set }: { set: ManagedProblemSet }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [isAnswered, setAnswered] = useState(false);
  const query = useInfiniteQuery(clarificationsQuery(set.slug, isAnswered));
  const refresh = () =>
    client.invalidateQueries({ queryKey: ['manage', 'sets', 'clarifications', set.slug] });
  useSubscription(
    SetTalk,
    { setSlug: set.slug },
    { onNews: () => void refresh(), onOpen: () => void refresh() },
  );
  return (
    <div className={classes.split}>
      <section className={classes.stack} aria-label={t('managedSets.inbox')}>
        <div className={classes.itemHead}>
          <h2 className={classes.heading}>{t('managedSets.inbox')}</h2>
          <label>
            <input
              type="checkbox"
              checked={isAnswered}
              onChange={(event) => setAnswered(event.currentTarget.checked)}
            />{' '}
            {t('managedSets.answeredOnes')}
          </label>
        </div>
        <QueryView query={query}>
          {({ pages }) => {
            const found = pages.flatMap(({ edges }) => edges);
            if (found.length === 0) {
              return (
                <Note
                  title={t('managedSets.noClarificationsTitle')}
                  text={t('managedSets.noClarificationsText')}
                />
              );
            }
            return (
              <>
                <ul className={classes.items}>
                  {found.map(({ node }) => (
                    <ClarificationItem key={node.id} clarification={node} />
                  ))}
                </ul>
                <LoadMore query={query} />
              </>
            );
          }}
        </QueryView>
      </section>
      <Announcements set={set} />
    </div>
  );
}

function ClarificationItem({ clarification }: { clarification: Clarification }) {
  const { t, i18n } = useTranslation();
  const { id, question, askedAt, entryName, askedBy, setProblem } = clarification;
  const { fields, save, submit } = useEdit(
    { answer: clarification.answer, isBroadcast: clarification.isBroadcast },
    (values) => request(AnswerClarification, { clarificationId: id, ...values }),
  );
  return (
    <li className={classes.item}>
      <div className={classes.itemHead}>
        <span>
          <Tag>{setProblem?.label ?? t('managedSets.general')}</Tag>{' '}
          <strong>{entryName ?? (askedBy.displayName || askedBy.username)}</strong>
        </span>
        <span className={classes.dim}>{formatWhen(askedAt, i18n.language)}</span>
      </div>
      <p className={classes.question}>{question}</p>
      <Form
        save={save}
        submitLabel={t('managedSets.answer')}
        savedLabel={t('managedSets.answered')}
        onSave={submit}
      >
        <Textarea
          label={t('managedSets.answerTo', { number: clarification.number })}
          required
          rows={2}
          {...fields.text('answer')}
        />
        <Checkbox label={t('managedSets.broadcast')} {...fields.check('isBroadcast')} />
      </Form>
    </li>
  );
}

function AnnouncementItem({ announcement }: { announcement: Announcement }) {
  const { t, i18n } = useTranslation();
  const [isEditing, setEditing] = useState(false);
  const { id, text, createdAt, editedAt, setProblem } = announcement;
  const { fields, save, submit } = useEdit(
    { text },
    (values) => request(ChangeAnnouncement, { announcementId: id, text: values.text }),
    () => setEditing(false),
  );
  return (
    <li className={classes.item}>
      <div className={classes.itemHead}>
        <span className={classes.dim}>
          {setProblem !== null && <Tag>{setProblem.label}</Tag>}{' '}
          {formatWhen(createdAt, i18n.language)}
          {editedAt !== null && ` · ${t('managedSets.edited')}`}
        </span>
        {!isEditing && (
          <Button
            size="xs"
            variant="default"
            aria-label={t('managedSets.editAnnouncement', { text: text.slice(0, 40) })}
            onClick={() => setEditing(true)}
          >
            {t('manage.edit')}
          </Button>
        )}
      </div>
      {isEditing ? (
        <Form
          save={save}
          submitLabel={t('manage.save')}
          onSave={submit}
          onCancel={() => setEditing(false)}
        >
          <Textarea
            label={t('managedSets.announcement')}
            required
            rows={3}
            {...fields.text('text')}
          />
        </Form>
      ) : (
        <p className={classes.question}>{text}</p>
      )}
    </li>
  );
}

function Announcements({ set }: { set: ManagedProblemSet }) {
  const { t } = useTranslation();
  const query = useQuery(announcementsQuery(set.slug));
  const { fields, save, submit } = useEdit(
    { text: '', label: '' },
    ({ text, label }) => request(Announce, { slug: set.slug, text, label: label || null }),
    'clear',
  );
  return (
    <Panel title={t('managedSets.announcements')}>
      <Form
        save={save}
        submitLabel={t('managedSets.announce')}
        savedLabel={t('managedSets.announced')}
        onSave={submit}
      >
        <NativeSelect
          label={t('managedSets.about')}
          data={[
            { value: '', label: t('managedSets.general') },
            ...set.problems.map(({ label, problemTitle }) => ({
              value: label,
              label: `${label} · ${problemTitle}`,
            })),
          ]}
          {...fields.text('label')}
        />
        <Textarea
          label={t('managedSets.announcement')}
          required
          rows={3}
          {...fields.text('text')}
        />
      </Form>
      <QueryView query={query}>
        {(announcements) => (
          <ul className={classes.items}>
            {[...announcements].reverse().map((one) => (
              <AnnouncementItem key={one.id} announcement={one} />
            ))}
          </ul>
        )}
      </QueryView>
    </Panel>
  );
}
