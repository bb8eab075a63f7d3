import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchCredential } from '../../src/telemetry/calls.ts';

describe('the watch of a credential', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('calls it refused after a 401, until the next answer with another status', () => {
    const credential = watchCredential();
    expect(credential.refused).toBe(false);
    credential.told(401);
    expect(credential.refused).toBe(true);
    credential.told(503);
    expect(credential.refused).toBe(false);
  });

  it('forgets a refusal after a while, because without requests no answer could ever prove it wrong', () => {
    const credential = watchCredential();
    credential.told(401);
    vi.advanceTimersByTime(29_999);
    expect(credential.refused).toBe(true);
    vi.advanceTimersByTime(1);
    expect(credential.refused).toBe(false);
  });
});
