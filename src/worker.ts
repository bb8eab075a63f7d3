import cluster from 'node:cluster';
import type { App } from './app.ts';

/** What a worker tells its primary when it serves. */
export interface Ready {
  readonly kind: 'ready';
  readonly url: string;
}

/** What a primary tells a worker that is to end. */
export const DRAIN = 'drain';

/** The variable by which a primary tells that HUBSPOT_BASE_URL is its own sandbox. */
export const ON_SANDBOX = 'WORKER_OF_SANDBOX';

/**
 * Drains when the primary says so, or is gone. The terminal sends its signals to workers too, and a service manager may;
 * each is the same wish again. It ends at once when the primary goes while it drains: that was a second signal.
 */
export function serveAsWorker(app: App): void {
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    void app.close().then(() => process.exit(0));
  };
  process.on('message', (message) => {
    if (message === DRAIN) stop();
  });
  const { worker } = cluster;
  worker?.once('disconnect', () => {
    if (stopping) process.exit(1);
    // Or else node:cluster ends the process here and now.
    worker.exitedAfterDisconnect = true;
    stop();
  });
  process.on('SIGTERM', stop).on('SIGINT', stop).on('SIGHUP', stop);
  const ready: Ready = { kind: 'ready', url: app.url };
  process.send?.(ready);
}
