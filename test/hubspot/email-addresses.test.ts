import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEmailAddresses } from '../../src/hubspot/email-addresses.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A book of addresses that is asked, and answers when told. */
function book(entries: Record<string, string>) {
  const asked: string[] = [];
  const lookUp = async (email: string) => {
    asked.push(email);
    await new Promise((resolve) => setTimeout(resolve, 10));
    return entries[email] ?? null;
  };
  return { entries, asked, lookUp };
}

async function resolved<T>(promise: Promise<T>): Promise<T> {
  await vi.advanceTimersByTimeAsync(10);
  return promise;
}

describe('email addresses', () => {
  it('are looked up in lower case, once for all who ask meanwhile and for a while after', async () => {
    const { asked, lookUp } = book({ 'a@x.com': '1' });
    const emails = createEmailAddresses(lookUp, { keepMs: 1_000 });
    const both = Promise.all([emails.resolve('A@x.com'), emails.resolve('a@X.com')]);
    expect(await resolved(both)).toEqual(['1', '1']);
    expect(await emails.resolve('a@x.com')).toBe('1');
    expect(asked).toEqual(['a@x.com']);
    await vi.advanceTimersByTimeAsync(1_001);
    expect(await resolved(emails.resolve('a@x.com'))).toBe('1');
    expect(asked).toHaveLength(2);
  });

  it('that nobody has are looked up each time', async () => {
    const { asked, lookUp, entries } = book({});
    const emails = createEmailAddresses(lookUp, { keepMs: 1_000 });
    expect(await resolved(emails.resolve('a@x.com'))).toBeNull();
    entries['a@x.com'] = '1';
    expect(await resolved(emails.resolve('a@x.com'))).toBe('1');
    expect(asked).toHaveLength(2);
  });

  it('of a contact are forgotten, those that are being looked up included, and no others', async () => {
    const { asked, lookUp } = book({ 'a@x.com': '1', 'b@x.com': '1', 'c@x.com': '2' });
    const emails = createEmailAddresses(lookUp, { keepMs: 1_000 });
    await resolved(Promise.all([emails.resolve('a@x.com'), emails.resolve('c@x.com')]));
    const meanwhile = emails.resolve('b@x.com');
    emails.forget('1');
    await resolved(meanwhile);
    asked.length = 0;
    await resolved(Promise.all(['a@x.com', 'b@x.com', 'c@x.com'].map((email) => emails.resolve(email))));
    expect(asked).toEqual(['a@x.com', 'b@x.com']);
  });

  it('that were forgotten while they were looked up stay forgotten, however long the look-up took', async () => {
    const asked: string[] = [];
    const slow = async (email: string) => {
      asked.push(email);
      await new Promise((resolve) => setTimeout(resolve, 500));
      return asked.length === 1 ? 'old' : 'new';
    };
    const emails = createEmailAddresses(slow, { keepMs: 1_000 });
    const first = emails.resolve('a@x.com');
    await vi.advanceTimersByTimeAsync(10);
    emails.forget('old');
    await vi.advanceTimersByTimeAsync(1_090);
    expect(await first).toBe('old');
    const second = emails.resolve('a@x.com');
    await vi.advanceTimersByTimeAsync(500);
    expect(await second).toBe('new');
  });

  it('stay forgotten however many others are forgotten after them', async () => {
    const { asked, lookUp } = book({ 'a@x.com': '1' });
    const emails = createEmailAddresses(lookUp, { keepMs: 60_000 });
    const meanwhile = emails.resolve('a@x.com');
    emails.forget('1');
    for (let count = 0; count < 10_001; count += 1) emails.forget(`x${count}`);
    await resolved(meanwhile);
    await resolved(emails.resolve('a@x.com'));
    emails.forget('1');
    for (let count = 0; count < 10_001; count += 1) emails.forget(`x${count}`);
    await resolved(emails.resolve('a@x.com'));
    expect(asked).toHaveLength(3);
  });

  it('are all forgotten when it is not known whose have changed, those that are being looked up included', async () => {
    const { asked, lookUp } = book({ 'a@x.com': '1', 'b@x.com': '2' });
    const emails = createEmailAddresses(lookUp, { keepMs: 60_000 });
    await resolved(emails.resolve('a@x.com'));
    const meanwhile = emails.resolve('b@x.com');
    emails.forget(null);
    await resolved(meanwhile);
    expect([emails.known('a@x.com'), emails.known('b@x.com')]).toEqual([undefined, undefined]);
    await resolved(Promise.all([emails.resolve('a@x.com'), emails.resolve('b@x.com')]));
    expect(asked).toHaveLength(4);
  });

  it('asked for after a change are not answered by a look-up that began before it', async () => {
    const { asked, lookUp, entries } = book({ 'a@x.com': '1' });
    const emails = createEmailAddresses(lookUp, { keepMs: 60_000 });
    const before = emails.resolve('a@x.com');
    emails.forget('1');
    const after = emails.resolve('a@x.com');
    await resolved(Promise.all([before, after]));
    expect(asked).toHaveLength(2);
    expect(entries['a@x.com']).toBe(emails.known('a@x.com'));
  });

  it('are known without asking once they were looked up, and under the record that has them now', async () => {
    const { lookUp, entries } = book({ 'a@x.com': '1', 'b@x.com': '1' });
    const emails = createEmailAddresses(lookUp, { keepMs: 1_000 });
    await resolved(Promise.all([emails.resolve('a@x.com'), emails.resolve('b@x.com')]));
    expect([emails.known('A@x.com'), emails.known('c@x.com')]).toEqual(['1', undefined]);
    await vi.advanceTimersByTimeAsync(1_001);
    entries['a@x.com'] = '2';
    await resolved(emails.resolve('a@x.com'));
    emails.forget('1');
    expect(emails.known('a@x.com')).toBe('2');
    emails.forget('2');
    expect(emails.known('a@x.com')).toBeUndefined();
  });

  it('are looked up once more by those who shared a look-up that failed, who may have more time', async () => {
    const lookUp = vi.fn().mockRejectedValueOnce(new Error('time up')).mockResolvedValue('1');
    const emails = createEmailAddresses(lookUp, { keepMs: 1_000 });
    const all = Promise.allSettled(['a@x.com', 'a@x.com', 'a@x.com'].map((email) => emails.resolve(email)));
    expect((await all).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(lookUp).toHaveBeenCalledTimes(2);
  });

  it('are not kept at all with a time of zero', async () => {
    const { asked, lookUp } = book({ 'a@x.com': '1' });
    const emails = createEmailAddresses(lookUp, { keepMs: 0 });
    await resolved(emails.resolve('a@x.com'));
    await resolved(emails.resolve('a@x.com'));
    expect(asked).toHaveLength(2);
  });

  it('whose look-up failed are looked up anew', async () => {
    const lookUp = vi.fn().mockRejectedValueOnce(new Error('down')).mockResolvedValue('1');
    const emails = createEmailAddresses(lookUp, { keepMs: 1_000 });
    await expect(emails.resolve('a@x.com')).rejects.toThrow('down');
    expect(await emails.resolve('a@x.com')).toBe('1');
  });

  it('do not fill the memory', async () => {
    const emails = createEmailAddresses(async (email) => email.slice(1), { keepMs: 60_000 });
    const asked = vi.fn(async (email: string) => email);
    const few = createEmailAddresses(asked, { keepMs: 60_000 });
    for (let count = 0; count < 10_001; count += 1) await few.resolve(`x${count}`);
    await few.resolve('x10000');
    expect(asked).toHaveBeenCalledTimes(10_001);
    await few.resolve('x0');
    expect(asked).toHaveBeenCalledTimes(10_002);
    expect(await emails.resolve('x1')).toBe('1');
  });
});
