import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { RichText } from '@/components/rich-text/rich-text';
import { Tag } from '@/components/tag/tag';
import { CodeLines } from '@/features/manage/kit/code-lines';
import form from '@/features/manage/kit/inputs.module.css';
import { Complaint } from '@/features/manage/kit/form';
import { useSave } from '@/features/manage/kit/use-save';
import type { Comment, Detail } from '@/features/manage/submissions/api';
import {
  AddComment,
  EditComment,
  ReleaseComments,
  RemoveComment,
} from '@/features/manage/submissions/submissions.gen';
import { request } from '@/lib/graphql/request';

import classes from './review.module.css';

/** A source, with the staff's words on its lines: drafts until they are released. */
export function Review({ submission }: { submission: Detail }) {
  const { t } = useTranslation();
  const [openLine, setOpenLine] = useState<number | null>(null);
  const { comments } = submission;
  const drafts = comments.filter(({ releasedAt }) => releasedAt === null).length;
  const release = useSave(() => request(ReleaseComments, { submissionId: submission.id }));
  const add = useSave(
    (text: string) =>
      request(AddComment, { submissionId: submission.id, line: openLine ?? 1, text }),
    () => setOpenLine(null),
  );
  return (
    <>
      <p className={form.dim}>{t('review.hint')}</p>
      <CodeLines
        source={submission.source}
        files={submission.files}
        label={t('review.source')}
        onLine={setOpenLine}
        below={(line) => {
          const said = comments.filter((comment) => comment.line === line);
          if (said.length === 0 && openLine !== line) return null;
          return (
            <>
              {said.map((comment) => (
                <CommentView key={comment.id} comment={comment} />
              ))}
              {openLine === line && (
                <CommentForm
                  label={t('review.commentOn', { line })}
                  save={add}
                  onClose={() => setOpenLine(null)}
                />
              )}
            </>
          );
        }}
      />
      <div className={classes.foot}>
        <Button
          size="sm"
          disabled={drafts === 0}
          loading={release.isPending}
          onClick={() => release.mutate()}
        >
          {drafts === 0 ? t('review.noDrafts') : t('review.release', { count: drafts })}
        </Button>
        <span role="status" className={form.dim}>
          {release.isSuccess && t('review.released')}
        </span>
        <Complaint error={release.error} />
      </div>
    </>
  );
}

function CommentView({ comment }: { comment: Comment }) {
  const { t } = useTranslation();
  const [isEdited, setEdited] = useState(false);
  const edit = useSave(
    (text: string) => request(EditComment, { commentId: comment.id, text }),
    () => setEdited(false),
  );
  const remove = useSave(() => request(RemoveComment, { commentId: comment.id }));
  if (isEdited) {
    return (
      <CommentForm
        label={t('review.edit')}
        initial={comment.text}
        save={edit}
        onClose={() => setEdited(false)}
      />
    );
  }
  return (
    <article
      className={classes.comment}
      aria-label={t('review.by', { name: comment.author.username })}
    >
      <header className={classes.head}>
        <strong>{comment.author.username}</strong>
        {comment.releasedAt === null && <Tag tone="mark">{t('review.draft')}</Tag>}
        <Button size="xs" variant="subtle" onClick={() => setEdited(true)}>
          {t('review.edit')}
        </Button>
        <Button
          size="xs"
          variant="subtle"
          loading={remove.isPending}
          onClick={() => remove.mutate()}
        >
          {t('review.remove')}
        </Button>
      </header>
      <RichText html={comment.html} />
      <Complaint error={remove.error} />
    </article>
  );
}

interface CommentFormProps {
  label: string;
  initial?: string;
  save: { mutate: (text: string) => void; isPending: boolean; error: unknown };
  onClose: () => void;
}

function CommentForm({ label, initial = '', save, onClose }: CommentFormProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(initial);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    save.mutate(text);
  };
  return (
    <form className={form.form} onSubmit={submit}>
      <label data-wide>
        {label}
        <textarea
          ref={focused}
          rows={3}
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
          onKeyDown={({ key }) => {
            if (key === 'Escape') onClose();
          }}
        />
      </label>
      <Button type="submit" size="xs" disabled={text.trim() === ''} loading={save.isPending}>
        {t('review.save')}
      </Button>
      <Button size="xs" variant="default" onClick={onClose}>
        {t('review.cancel')}
      </Button>
      <Complaint error={save.error} />
    </form>
  );
}

/** Whoever opened the form wants to write into it. */
function focused(area: HTMLTextAreaElement | null): void {
  area?.focus();
}
