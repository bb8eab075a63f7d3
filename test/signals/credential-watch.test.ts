import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchCredential } from '../../src/signals/credential-watch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the watch of a credential', () => {
  it('calls it refused after a 401, until the next answer that is none', () => {
    const credential = watchCredential();
    expect(credential.refused).toBe(false);
    credential.told(401);
    credential.told(null);
    expect(credential.refused).toBe(true);
    credential.told(503);
    expect(credential.refused).toBe(false);
  });

  it('forgets a refusal after a while, for without requests no answer would ever prove it wrong', () => {
    const credential = watchCredential();
    credential.told(401);
    vi.advanceTimersByTime(29_999);
    expect(credential.refused).toBe(true);
    vi.advanceTimersByTime(1);
    expect(credential.refused).toBe(false);
  });
});
