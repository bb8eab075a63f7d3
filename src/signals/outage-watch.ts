import type { Logger } from 'pino';

/** A credential's way to HubSpot, as far as an outage shows there. */
interface Watched {
  readonly circuitOpen: boolean;
}

/** Told after each call for a credential; logs when HubSpot begins to fail for it, and when that is over. */
export function watchOutages(log: Logger) {
  const failing = new WeakSet<Watched>();

  return {
    /** `answered`: the call had an answer that shows no outage. */
    told(access: Watched, credential: string, answered: boolean): void {
      if (access.circuitOpen && !failing.has(access)) {
        failing.add(access);
        log.warn({ credential }, 'HubSpot fails again and again: updates are held back until it answers');
      } else if (answered && !access.circuitOpen && failing.delete(access)) {
        log.info({ credential }, 'HubSpot answers again');
      }
    },
  };
}
