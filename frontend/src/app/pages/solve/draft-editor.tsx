import { Suspense, useId, useState, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';

import { IconButton } from '@/components/button/button';
import { ConfirmDialog } from '@/components/confirm-dialog/confirm-dialog';
import { LockIcon, ResetIcon } from '@/components/icons';
import { lazyPart } from '@/components/lazy-part/lazy-part';
import type { DraftPlace } from '@/features/editor/api/drafts';
import { CodeEditor, EditorLoading, type EditorHandle } from '@/features/editor/code-editor';
import { DraftStatus } from '@/features/editor/components/draft-status';
import type { FilesEditorProps } from '@/features/editor/files-editor';
import { useDraft, type Draft } from '@/features/editor/use-draft';
import type { Language } from '@/lib/api/types';
import { pack, readable, unpack } from '@/lib/source-files';

import classes from './workbench.module.css';

const FilesEditor = lazyPart(() => import('@/features/editor/files-editor'));
const ConflictDialog = lazyPart(() => import('@/features/editor/components/conflict-dialog'));

interface Props {
  draftKey: string;
  /** Where the server keeps it; null: a visitor's stays on this device. */
  place: DraftPlace | null;
  language: Language;
  /** How many the problem takes; 1: one text without a name. */
  maxFiles: number;
  editor: RefObject<EditorHandle | null>;
  replaceWith: string | undefined;
  onSubmit: () => void;
  action: ReactNode;
}

/** One draft: its state, what can be done with it, and the editor. Cells of the grid around it. */
export function DraftEditor(props: Props) {
  const { draftKey, place, language, maxFiles, editor, replaceWith, onSubmit, action } = props;
  const { t } = useTranslation();
  const show = (text: string) => editor.current?.replace(text);
  const template =
    maxFiles > 1
      ? pack([{ name: language.source_name, text: language.template }])
      : language.template;
  const draft = useDraft(draftKey, template, place, show);
  const [isResetAsked, setResetAsked] = useState(false);
  const [isLockTold, setLockTold] = useState(false);
  const hintId = useId();

  return (
    <>
      <div className={classes.tools}>
        <IconButton aria-label={t('solve.reset')} onClick={() => setResetAsked(true)}>
          <ResetIcon size={15} />
        </IconButton>
        <DraftStatus status={draft.status} savedAt={draft.savedAt} />
        <span className={classes.action}>{action}</span>
      </div>
      <FromElsewhere draft={draft} onLoad={show} />
      {isLockTold && (
        <p className={classes.otherTab} role="status">
          <LockIcon size={13} /> <span>{t('solve.locked')}</span>
          <button type="button" onClick={() => setLockTold(false)}>
            {t('solve.understood')}
          </button>
        </p>
      )}
      <div className={classes.editor}>
        {draft.isReady ? (
          <SourceEditor
            ref={editor}
            text={draft.sync.current}
            language={language}
            maxFiles={maxFiles}
            template={language.template}
            label={t('solve.editorLabel')}
            describedBy={hintId}
            replaceWith={replaceWith}
            onChange={draft.sync.change}
            onSubmit={onSubmit}
            onLocked={() => setLockTold(true)}
          />
        ) : (
          <EditorLoading />
        )}
        <span id={hintId} hidden>
          {t('solve.editorHint')}
        </span>
      </div>
      {isResetAsked && (
        <ConfirmDialog
          title={t('solve.resetConfirm')}
          text={t('solve.resetConfirmText', { language: language.name })}
          confirmLabel={t('solve.resetAction')}
          cancelLabel={t('solve.cancel')}
          onConfirm={() => show(template)}
          onClose={() => setResetAsked(false)}
        />
      )}
      {draft.conflict !== null && (
        <Suspense>
          <ConflictDialog
            mine={readable(draft.conflict.mine)}
            theirs={readable(draft.conflict.theirs)}
            onMine={() => draft.sync.keepMine()}
            onTheirs={() => show(draft.sync.takeTheirs())}
          />
        </Suspense>
      )}
    </>
  );
}

/** One text, or tabs of files where the problem takes several or a draft has them. */
function SourceEditor({ language, maxFiles, ...props }: FilesEditorProps) {
  const [hasFiles] = useState(() => maxFiles > 1 || unpack(props.text) !== null);
  if (!hasFiles) return <CodeEditor {...props} mode={language.editor_mode} />;
  return (
    <Suspense fallback={<EditorLoading />}>
      <FilesEditor {...props} language={language} maxFiles={maxFiles} />
    </Suspense>
  );
}

function FromElsewhere({ draft, onLoad }: { draft: Draft; onLoad: (text: string) => void }) {
  const { t } = useTranslation();
  if (draft.offered === null) return null;
  return (
    <p className={classes.otherTab} role="status">
      <span>{t('solve.fromElsewhere')}</span>
      <button type="button" onClick={() => onLoad(draft.sync.takeOffered())}>
        {t('solve.elsewhereLoad')}
      </button>
      <button type="button" onClick={() => draft.sync.dismissOffered()}>
        {t('solve.elsewhereKeep')}
      </button>
    </p>
  );
}
