/** Whatever comes, and whatever fails: the sandbox, and the gateway around it, go on. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openSandbox } from './rest.ts';

const CONTACTS = '/crm/v3/objects/contacts';
const INTERNAL_ERROR = { status: 'error', message: 'internal error', correlationId: expect.any(String) };

const complaints: string[] = [];
beforeEach(() => {
  complaints.length = 0;
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => complaints.push(String(line)) > 0);
});
afterEach(() => void vi.restoreAllMocks());

/** Sends bytes as they are; some clients would mend them. */
async function sendRaw(url: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(bytes);
  return text(socket);
}
const get = (path: string) =>
  `GET ${path} HTTP/1.1\r\nHost: sandbox\r\nAuthorization: Bearer x\r\nAccept: application/json\r\nConnection: close\r\n\r\n`;

describe('the sandbox goes on', () => {
  it('after a date that no calendar has', async () => {
    await using hubspot = await openSandbox();
    const { status, body } = await hubspot.send('PATCH', `${CONTACTS}/505`, {
      properties: { property_date: '99999999999999999' },
    });
    expect([status, body.errors[0].code]).toEqual([400, 'INVALID_LONG']);
  });

  it('after an upload that was broken off, of which it says nothing', async () => {
    await using hubspot = await openSandbox();
    const socket = connect(Number(new URL(hubspot.sandbox.url).port), '127.0.0.1');
    socket.write(`POST ${CONTACTS}/batch/update HTTP/1.1\r\nHost: sandbox\r\nContent-Length: 1000\r\n\r\n{"inpu`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    await once(socket, 'close');
    expect((await hubspot.send('GET', `${CONTACTS}/512`)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([hubspot.sandbox.calls.length, complaints]).toEqual([1, []]);
  });

  it.each([
    [`${CONTACTS}/%E0%A4%A`, '400 Bad Request'],
    ['/crm/v3/objects/%E0%A4%A/512', '400 Bad Request'],
    ['//', '404 Not Found'],
    ['//[', '404 Not Found'],
    ['/%', '404 Not Found'],
    ['http://sandbox', '404 Not Found'],
    [`http://sandbox:80${CONTACTS}/512?properties=fax`, '200 OK'],
    [`${CONTACTS}/512?properties=%E0%A4%A`, '200 OK'],
  ])('after a call of %s: %s', async (path, status) => {
    await using hubspot = await openSandbox();
    expect(await sendRaw(hubspot.sandbox.url, get(path))).toContain(`HTTP/1.1 ${status}\r\n`);
    expect([hubspot.sandbox.calls.length, complaints]).toEqual([1, []]);
  });

  it('after an error of its own: a 500, and stderr has the reason', async () => {
    await using hubspot = await openSandbox();
    hubspot.sandbox.answerNext({
      transform: () => {
        throw new Error('a bug');
      },
    });
    const { status, body } = await hubspot.send('GET', `${CONTACTS}/512`);
    expect([status, body]).toEqual([500, INTERNAL_ERROR]);
    expect(complaints).toEqual([expect.stringContaining('Error: a bug\n')]);
  });
});

describe('a file that another process has locked', () => {
  it('fails the write with 500, and neither memory nor file have half of it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
    const file = join(folder, 'contacts.sqlite');
    try {
      await using hubspot = await openSandbox({ file });
      const before = hubspot.sandbox.contact('512');
      using other = new DatabaseSync(file);
      const update = () =>
        hubspot.update(
          { id: '512', properties: { firstname: 'Ada' } },
          { id: '513', properties: { firstname: 'Ada' } },
        );
      other.exec('BEGIN IMMEDIATE');
      const failed = await update();
      expect([failed.status, failed.body]).toEqual([500, INTERNAL_ERROR]);
      expect(hubspot.sandbox.calls.at(-1)?.status).toBe(500);
      expect(complaints).toEqual([expect.stringContaining('database is locked')]);
      expect(hubspot.sandbox.contact('512')).toEqual(before);
      expect((await hubspot.send('GET', `${CONTACTS}/512`)).body.properties.firstname).not.toBe('Ada');
      other.exec('ROLLBACK');
      expect((await update()).status).toBe(200);
      await hubspot.sandbox.close();
      await using again = await openSandbox({ file });
      expect(again.sandbox.contact('513')?.properties.firstname).toBe('Ada');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
