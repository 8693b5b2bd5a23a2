import { Suspense, useId, useState, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';

import { IconButton } from '@/components/button/button';
import { ConfirmDialog } from '@/components/confirm-dialog/confirm-dialog';
import { LockIcon, ResetIcon } from '@/components/icons';
import { lazyPart } from '@/components/lazy-part/lazy-part';
import type { DraftPlace } from '@/features/editor/api/drafts';
import { CodeEditor, EditorLoading, type EditorHandle } from '@/features/editor/code-editor';
import { DraftStatus } from '@/features/editor/components/draft-status';
import { useDraft, type Draft } from '@/features/editor/use-draft';
import type { Language } from '@/lib/api/types';

import classes from './workbench.module.css';

const ConflictDialog = lazyPart(() => import('@/features/editor/components/conflict-dialog'));

interface Props {
  draftKey: string;
  /** Where the server keeps it; null: a visitor's stays on this device. */
  place: DraftPlace | null;
  language: Language;
  editor: RefObject<EditorHandle | null>;
  replaceWith: string | undefined;
  onSubmit: () => void;
  action: ReactNode;
}

/** One draft: its state, what can be done with it, and the editor. Cells of the grid around it. */
export function DraftEditor(props: Props) {
  const { draftKey, place, language, editor, replaceWith, onSubmit, action } = props;
  const { t } = useTranslation();
  const show = (text: string) => editor.current?.replace(text);
  const draft = useDraft(draftKey, language.template, place, show);
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
          <CodeEditor
            ref={editor}
            text={draft.sync.current}
            mode={language.editor_mode}
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
          onConfirm={() => show(language.template)}
          onClose={() => setResetAsked(false)}
        />
      )}
      {draft.conflict !== null && (
        <Suspense>
          <ConflictDialog
            {...draft.conflict}
            onMine={() => draft.sync.keepMine()}
            onTheirs={() => show(draft.sync.takeTheirs())}
          />
        </Suspense>
      )}
    </>
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
