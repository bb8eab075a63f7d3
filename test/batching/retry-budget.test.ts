import { describe, expect, it } from 'vitest';
import { createRetryBudget } from '../../src/batching/retry-budget.ts';

const times = (count: number, act: () => void) => {
  for (let done = 0; done < count; done += 1) act();
};

describe('the retry budget', () => {
  it('allows retries until half of the tokens are gone', () => {
    const budget = createRetryBudget();
    times(4, budget.failed);
    expect(budget.allows()).toBe(true);
    budget.failed();
    expect(budget.allows()).toBe(false);
  });

  it('earns one retry for ten successes', () => {
    const budget = createRetryBudget();
    times(5, budget.failed);
    times(9, budget.succeeded);
    expect(budget.allows()).toBe(true);
    budget.failed();
    expect(budget.allows()).toBe(false);
  });

  it('never falls so low that a recovered HubSpot would wait for it, nor rises above full', () => {
    const budget = createRetryBudget();
    times(1000, budget.failed);
    times(52, budget.succeeded);
    expect(budget.allows()).toBe(true);
    times(1000, budget.succeeded);
    times(5, budget.failed);
    expect(budget.allows()).toBe(false);
  });
});
