/**
 * What the stages of a write tell while they work, for logs, metrics and traces. Whoever listens must not throw, and is
 * told no token and no property value.
 */
import type { SpanContext } from '@opentelemetry/api';

/** The request that an input came with. */
export interface RequestRef {
  readonly requestId: string;
  /** When the request arrived, on the clock of `performance.now()`. */
  readonly arrivedAt: number;
  /** The span of its mutation; null where nothing is traced. */
  readonly span: SpanContext | null;
}

/** Something that is sent on behalf of a request. */
export interface FromRequest {
  readonly request?: RequestRef | undefined;
}

/** Told by the stages that gather. */
export interface BatchingObserver {
  /** An attempt begins. `waitedMs`: of each input that is sent for the first time, the time since it was accepted. */
  attempt(size: number, waitedMs: readonly number[]): void;
  /** A refused batch is sent again in parts. */
  split(): void;
  /** A failed batch is sent again. */
  retry(): void;
}

export const nobody: BatchingObserver = { attempt() {}, split() {}, retry() {} };
