import type { ServerDraft } from '@/features/editor/api/drafts';
import type { SaveOutcome } from '@/features/editor/api/save-draft';
import { ApiError } from '@/lib/api/errors';
import { readStored, writeStored } from '@/lib/storage';

/** On this device, after each change. */
export const SAVE_AFTER_MS = 400;
/** On the server, after the last change; and at the latest so long after the first. */
export const SEND_AFTER_MS = 1_500;
export const SEND_AT_LATEST_MS = 6_000;
export const TRY_AGAIN_MS = 10_000;

export type DraftStatus =
  | 'template'
  | 'saving'
  /** On the server. */
  | 'saved'
  /** On this device, as a visitor's drafts are. */
  | 'local'
  /** On this device, until the server can be reached. */
  | 'offline'
  /** On this device; the server takes none just now. */
  | 'refused'
  /** Nowhere: the browser keeps nothing for us. */
  | 'lost'
  /** It was changed elsewhere too, and somebody must choose. */
  | 'conflict';

export interface DraftState {
  status: DraftStatus;
  /** When the server took it, in ms since the epoch. */
  savedAt: number | null;
  conflict: { mine: string; theirs: string } | null;
  /** Whether it is known what the server keeps. */
  isMet: boolean;
  /** What came from elsewhere since, to be offered; null: nothing. */
  offered: string | null;
}

interface Options {
  key: string;
  template: string;
  /** null: a visitor, whose drafts stay on this device. */
  send: ((source: string, expectedVersion: number) => Promise<SaveOutcome>) | null;
}

interface Kept {
  /** The server's version that the text grew from; 0: none. */
  version: number;
  isSent: boolean;
}

/**
 * One draft: kept on this device as it is typed, and sent to the server a moment later.
 *
 * What isn't sent stays marked as such on the device, so that a page that goes away, or a
 * connection, loses nothing: the next one sends it.
 */
export class DraftSync {
  private text: string;
  private kept: Kept;
  private isSending = false;
  private writeTimer: ReturnType<typeof setTimeout> | undefined;
  private sendTimer: ReturnType<typeof setTimeout> | undefined;
  private sendBy: number | null = null;
  private theirs: { source: string; version: number } | null = null;
  private state: DraftState;
  private readonly watchers = new Set<() => void>();
  private readonly options: Options;

  constructor(options: Options) {
    this.options = options;
    const stored = readStored(options.key);
    this.text = stored ?? options.template;
    this.kept = readKept(options.key) ?? { version: 0, isSent: stored === null };
    const status = stored === null ? 'template' : 'local';
    this.state = { status, savedAt: null, conflict: null, isMet: false, offered: null };
  }

  readonly watch = (onChange: () => void): (() => void) => {
    this.watchers.add(onChange);
    return () => this.watchers.delete(onChange);
  };

  readonly snapshot = (): DraftState => this.state;

  /** The text as it is now. */
  get current(): string {
    return this.text;
  }

  /** Whether nothing was written yet on this device, so that the server's text is worth waiting for. */
  get isBlank(): boolean {
    return readStored(this.options.key) === null;
  }

  readonly change = (text: string): void => {
    if (text === this.text) return;
    this.text = text;
    this.kept.isSent = false;
    this.set({ status: 'saving' });
    clearTimeout(this.writeTimer);
    this.writeTimer = setTimeout(this.write, SAVE_AFTER_MS);
    this.sendSoon();
  };

  /** Keep it on this device at once; false where the browser refuses. */
  readonly write = (): boolean => {
    clearTimeout(this.writeTimer);
    const isWritten = writeStored(this.options.key, this.text) && this.writeKept();
    if (!isWritten && this.options.send === null) this.set({ status: 'lost' });
    else if (this.options.send === null) this.set({ status: 'local' });
    else if (!this.state.isMet) this.set({ status: 'offline' });
    return isWritten;
  };

  /**
   * Learn what the server keeps. Returns the text to show in place of what is there, which is
   * only ever the first time and where nothing of one's own would be lost.
   */
  meet(remote: ServerDraft | null): string | null {
    const isFirst = !this.state.isMet;
    this.set({ isMet: true });
    const version = remote?.version ?? 0;
    if (remote?.source === this.text) {
      this.settle(version, Date.parse(remote.updated_at));
      return null;
    }
    if (version === this.kept.version) {
      if (!this.kept.isSent) this.sendSoon();
      else if (remote !== null)
        this.set({ status: 'saved', savedAt: Date.parse(remote.updated_at) });
      return null;
    }
    if (remote === null) {
      // It was deleted elsewhere: what is here is all there is.
      this.kept = { version: 0, isSent: false };
      this.sendSoon();
      return null;
    }
    if (!this.kept.isSent) {
      this.disagree({ source: remote.source, version });
      return null;
    }
    if (!isFirst) {
      this.theirs = { source: remote.source, version };
      this.set({ offered: remote.source });
      return null;
    }
    this.text = remote.source;
    this.settle(version, Date.parse(remote.updated_at));
    return remote.source;
  }

  /** Something was written to the same draft in another tab of this browser. */
  readonly offer = (text: string | null): void => {
    if (text !== null && text !== this.text) this.set({ offered: text });
  };

  /** Take what was offered; returns the text to show. */
  takeOffered(): string {
    const text = this.state.offered ?? this.text;
    this.kept = readKept(this.options.key) ?? this.kept;
    if (this.theirs?.source === text) {
      this.kept = { version: this.theirs.version, isSent: true };
    }
    this.text = text;
    this.set({ offered: null });
    this.write();
    return text;
  }

  dismissOffered(): void {
    this.set({ offered: null });
  }

  /** End a conflict for one's own text. */
  keepMine(): void {
    this.kept = { version: this.theirs?.version ?? 0, isSent: false };
    this.theirs = null;
    this.set({ conflict: null, status: 'saving' });
    this.sendSoon(0);
  }

  /** End a conflict for the other text; returns it. */
  takeTheirs(): string {
    const { source, version } = this.theirs ?? { source: this.text, version: 0 };
    this.text = source;
    this.theirs = null;
    this.set({ conflict: null });
    this.settle(version, Date.now());
    return source;
  }

  /** Send what waits, as when the connection is back. */
  readonly flush = (): void => {
    if (!this.kept.isSent) this.sendSoon(0);
  };

  stop(): void {
    if (!this.kept.isSent) this.write();
    clearTimeout(this.writeTimer);
    const waits = this.sendTimer !== undefined && !this.kept.isSent;
    clearTimeout(this.sendTimer);
    if (waits) void this.push();
  }

  private sendSoon(afterMs: number = SEND_AFTER_MS): void {
    if (this.options.send === null || !this.state.isMet || this.state.conflict !== null) return;
    const now = Date.now();
    this.sendBy ??= now + SEND_AT_LATEST_MS;
    clearTimeout(this.sendTimer);
    const delay = Math.max(0, Math.min(afterMs, this.sendBy - now));
    this.sendTimer = setTimeout(() => void this.push(), delay);
  }

  private async push(): Promise<void> {
    this.sendTimer = undefined;
    if (this.options.send === null || this.isSending || this.kept.isSent) return;
    this.isSending = true;
    this.sendBy = null;
    this.write();
    const sent = this.text;
    try {
      const outcome = await this.options.send(sent, this.kept.version);
      if (outcome.kind === 'conflict') this.conflicted(outcome.current);
      else if (this.text === sent) this.settle(outcome.version, Date.now());
      else {
        this.kept.version = outcome.version;
        this.sendSoon();
      }
    } catch (error) {
      const isRefused = error instanceof ApiError && error.status < 500 && error.status !== 429;
      this.set({ status: isRefused ? 'refused' : 'offline' });
      this.sendSoon(TRY_AGAIN_MS);
      if (!isRefused) this.sendBy = null;
    } finally {
      this.isSending = false;
    }
  }

  private conflicted(current: ServerDraft | null): void {
    if (current !== null) {
      this.disagree({ source: current.source, version: current.version });
      return;
    }
    this.kept.version = 0;
    this.sendSoon(0);
  }

  private disagree(theirs: { source: string; version: number }): void {
    this.theirs = theirs;
    this.set({ status: 'conflict', conflict: { mine: this.text, theirs: theirs.source } });
  }

  private settle(version: number, savedAt: number): void {
    this.kept = { version, isSent: true };
    this.write();
    this.set({ status: 'saved', savedAt });
  }

  private writeKept(): boolean {
    return writeStored(`sync:${this.options.key}`, JSON.stringify(this.kept));
  }

  private set(part: Partial<DraftState>): void {
    this.state = { ...this.state, ...part };
    for (const watcher of this.watchers) watcher();
  }
}

function readKept(key: string): Kept | null {
  try {
    const stored = JSON.parse(readStored(`sync:${key}`) ?? 'null') as Partial<Kept> | null;
    if (typeof stored?.version !== 'number') return null;
    return { version: stored.version, isSent: stored.isSent === true };
  } catch {
    return null;
  }
}
