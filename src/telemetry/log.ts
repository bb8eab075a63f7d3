import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';

const LAST_LINES_MS = 1000;

/**
 * JSON lines on standard output; `readable`: lines for a person, where the package that makes them is installed (a development
 * dependency, because a terminal is where somebody develops). The log is ended before the process: its last lines are written
 * asynchronously, and pino's own way at exit tries for ever when nobody takes them.
 */
export async function openLog(level: string, readable: boolean) {
  if (process.stdout.isTTY !== true) return openJsonLog(level);
  // A terminal that was closed must not end what is still to be answered.
  process.stdout.on('error', () => {});
  // A development dependency, so a production install lacks it.
  const pretty = readable ? await import('pino-pretty').catch(() => null) : null;
  const format = pretty?.prettyFactory({
    colorize: process.stdout.hasColors(),
    ignore: 'pid,hostname',
    translateTime: 'SYS:HH:MM:ss',
    singleLine: true,
  });
  const log = pino({ level }, { write: (line: string) => void process.stdout.write(format?.(line) ?? line) });
  return { log, close: async () => {} };
}

function openJsonLog(level: string) {
  const destination = pino.destination({ dest: 1, sync: false });
  const closed = new Promise<void>((resolve) => destination.once('close', resolve));
  // A log that cannot be written, to a full disk, say, must not end the gateway.
  destination.on('error', () => {});
  return {
    log: pino({ level }, destination),
    /** Resolves when all lines are out, or nobody takes them. */
    async close() {
      destination.end();
      await Promise.race([closed, wait(LAST_LINES_MS, undefined, { ref: false })]);
      // Lines that nobody takes would be tried again and again.
      destination.destroy();
    },
  };
}
