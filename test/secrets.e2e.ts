import { describe, expect, it } from 'vitest';
import { startGateway } from './gateway.ts';
import { UpdateSeveralWithMistakesDocument } from './graphql-documents/graphql.ts';

const TOKEN = 'pat-na1-11111111-2222-3333-4444-555555555555';

const inputs = [
  { id: '512', properties: { firstname: 'Ada' } },
  { id: '999999', properties: { firstname: 'Nobody' } },
];

describe('the token', () => {
  it.each([
    ['service', { HUBSPOT_ACCESS_TOKEN: TOKEN }, {}],
    ['caller', { CALLER_AUTH: 'hubspot-token' }, { authorization: `Bearer ${TOKEN}` }],
  ])('of the %s is in no log line, error or answer, whatever HubSpot does', async (_whose, env, headers) => {
    await using gateway = await startGateway({ ...env, LOG_LEVEL: 'trace', DEADLINE_MS: '300' } as Record<
      string,
      string
    >);
    const answers: unknown[] = [];
    const send = async () =>
      answers.push(
        await gateway.request(UpdateSeveralWithMistakesDocument, { inputs }, headers as Record<string, string>),
      );

    await send();
    for (const status of [400, 401, 403, 404, 429, 500, 502, 302]) {
      gateway.sandbox.answerNext({ status, body: { status: 'error', message: 'scripted' } });
      await send();
    }
    gateway.sandbox.answerNext({ breakConnection: true });
    await send();
    gateway.sandbox.answerNext({ breakConnection: 'half-body' });
    await send();

    const seen = JSON.stringify(answers) + gateway.logs.join('\n');
    expect(gateway.sandbox.calls.every(({ token }) => token === TOKEN)).toBe(true);
    expect(seen).not.toContain(TOKEN);
    expect(seen).not.toContain('Bearer');
  });
});
