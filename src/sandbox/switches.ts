/** Behaviours of HubSpot that are not known for sure: a front end can be tried with either. */
export interface Switches {
  /**
   * What a value that cannot be written does to a batch update whose inputs all have trace ids: `item` (207, an error for
   * that input; documented for create, probed for upsert) or `batch` (400 for all; recorded without trace ids).
   */
  invalidValues: 'item' | 'batch';
  /** Whether results of a batch update repeat the trace ids (probed for upsert, not recorded for update). */
  echoTraceIds: boolean;
  /** Whether a batch update takes `idProperty: "email"`: documented, and recorded otherwise. */
  emailUpdates: 'refused' | 'accepted';
}

export const USUAL: Readonly<Switches> = { invalidValues: 'item', echoTraceIds: true, emailUpdates: 'refused' };
