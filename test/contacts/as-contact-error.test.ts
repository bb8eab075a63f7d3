import { describe, expect, it } from 'vitest';
import * as batching from '../../src/batching/errors.ts';
import { asContactError } from '../../src/contacts/as-contact-error.ts';
import { InvalidInputError, OutcomeUnknownError } from '../../src/hubspot/contact-errors.ts';

const refused = new InvalidInputError('no', { hubspot: { correlationId: 'c' } });

describe('an error of any stage', () => {
  it.each([
    [refused, 'InvalidInputError', 'NO'],
    [new batching.QueueFullError(1000), 'RateLimitedError', 'NO'],
    [new batching.TimeUpError('NO', 'deadline'), 'HubSpotUnavailableError', 'NO'],
    [new batching.TimeUpError('UNKNOWN', 'shutdown'), 'OutcomeUnknownError', 'UNKNOWN'],
    [new batching.TooManyRefusedError(10), 'RateLimitedError', 'NO'],
    [new batching.WithdrawnError(), 'HubSpotUnavailableError', 'NO'],
    [new batching.MaybeWrittenError(refused), 'OutcomeUnknownError', 'UNKNOWN'],
  ])('%s is a member of the union: %s', (error, name, applied) => {
    expect(asContactError(error)).toMatchObject({ name, applied, retryable: name !== 'InvalidInputError' });
  });

  it('has a place for every error of batching', () => {
    expect(Object.keys(batching).toSorted()).toEqual(
      ['QueueFullError', 'TimeUpError', 'TooManyRefusedError', 'WithdrawnError', 'MaybeWrittenError'].toSorted(),
    );
  });

  it('says how long to wait when the queue is full', () => {
    expect(asContactError(new batching.QueueFullError(1000))).toMatchObject({
      retryAfterMs: 1000,
      policy: 'QUEUE_LIMIT',
    });
  });

  it('keeps what HubSpot sent last when an earlier attempt may have been written', () => {
    expect(asContactError(new batching.MaybeWrittenError(refused))?.hubspot).toEqual({ correlationId: 'c' });
    expect(asContactError(new OutcomeUnknownError('x'))).toBeInstanceOf(OutcomeUnknownError);
  });

  it('that nobody expected is none', () => {
    expect(asContactError(new TypeError('a bug'))).toBeNull();
  });
});
