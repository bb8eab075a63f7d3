import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { readDefinitionsFile, type SentDefinition } from '../definitions-file.ts';
import type { ContactRecord } from '../hubspot/wire.ts';
import { bearerToken, createAccessTokens, TOKEN_LIFETIME_S } from './access-tokens.ts';
import { FREE_ACCOUNT, type Limits } from './account.ts';
import { createShuffle } from './batch-bodies.ts';
import { internalError } from './call-refusals.ts';
import { addressTooLong } from './error-bodies.ts';
import { listen, readRequest, sendAnswer, sendHalf } from './http.ts';
import { createLimits } from './limits.ts';
import { Portal } from './portal.ts';
import { type SandboxAnswer, type SandboxRequest, type Switches, USUAL } from './rest.ts';
import { answer, asksForToken } from './routes.ts';
import { answerFaults, type ScriptedAnswer, ScriptedAnswers } from './scripted-answers.ts';

export interface SandboxOptions {
  /** Of the portal's properties, as HubSpot sends them. Default: those of schema/contact-properties.json. */
  readonly definitions?: readonly SentDefinition[];
  /** Default 0: any free port. */
  readonly port?: number;
  /** Of the order in which results come back. Default 1. */
  readonly seed?: number;
  /** Time before each answer, in ms. Default 0. */
  readonly latencyMs?: number;
  /** What a token may use, where it is not the usual: 100 calls in 10 s, 250,000 a day. */
  readonly rateLimit?: Partial<Limits>;
  /** How long an access token is good that the sandbox issues, in s. Default 1800. */
  readonly tokenLifetimeS?: number;
  /** Keeps the contacts in this SQLite file. Default: in memory alone. */
  readonly file?: string | null;
  readonly switches?: Partial<Switches>;
  /** Told of each call that was answered or broken, however many there are. */
  readonly onAnswered?: (call: SandboxCall) => void;
}

/** A REST call that the sandbox received. */
export interface SandboxCall extends SandboxRequest {
  /** The bearer token it came with; null when it had none. */
  readonly token: string | null;
  /** What it was answered; null before that, and when the connection was broken instead. */
  readonly status: number | null;
}

/** HubSpot on loopback, with 200 contacts. */
export interface Sandbox extends AsyncDisposable {
  /** http://127.0.0.1:port */
  readonly url: string;
  /** In the order of their arrival; the last 10,000 of them. */
  readonly calls: readonly SandboxCall[];
  latencyMs: number;
  /** May be changed at any time. */
  readonly switches: Switches;
  /** Answers the next calls that match as the script says. First scripted, first used. */
  answerNext(script: ScriptedAnswer): void;
  /** The contact as the portal holds it now, in the recycle bin or not; undefined where there is none. */
  contact(id: string): ContactRecord | undefined;
  /** Adds a contact with these properties; returns its record id. */
  addContact(properties: Readonly<Record<string, string>>): string;
  /** Puts a contact into the recycle bin. */
  archive(id: string): void;
  /** Merges a contact into another one. */
  merge(intoId: string, id: string): void;
  /** Back to a fresh portal: no calls, no scripts, the first contacts. The address and the switches stay. */
  reset(): void;
  close(): Promise<void>;
}

/** A sandbox that runs for days must not grow. */
const KEPT_CALLS = 10_000;

/** Characters of an address. Inferred: HubSpot says that there is a limit, not where. */
const MAX_ADDRESS_LENGTH = 16_384;
/** Of all headers and the address, in bytes: beyond it Node.js refuses the call before we see it. */
const MAX_HEAD_SIZE = 131_072;

/** Throws a `ConfigError` when the file or the port cannot be used. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const portal = new Portal(options.definitions ?? readDefinitionsFile(), options.file ?? null);
  const shuffle = createShuffle(options.seed ?? 1);
  const scripts = new ScriptedAnswers();
  const switches: Switches = { ...USUAL, ...options.switches };
  const calls: { -readonly [Key in keyof SandboxCall]: SandboxCall[Key] }[] = [];
  const limits = createLimits({ ...FREE_ACCOUNT, ...options.rateLimit });
  const tokens = createAccessTokens(options.tokenLifetimeS ?? TOKEN_LIFETIME_S);

  const server = createServer({ maxHeaderSize: MAX_HEAD_SIZE }, (incoming, outgoing) => {
    serve(incoming, outgoing).catch((error: unknown) => answerFailure(outgoing, error));
  });

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const request = await readRequest(incoming);
    if (request.path === '/sandbox/faults') {
      sendAnswer(outgoing, answerFaults(scripts, request), {});
      return;
    }
    const call = { ...request, token: bearerToken(request.headers), status: null as number | null };
    calls.push(call);
    if (calls.length > KEPT_CALLS) calls.shift();
    const isTooLong = (incoming.url ?? '').length > MAX_ADDRESS_LENGTH;
    const script = isTooLong ? { answer: addressTooLong } : scripts.take(request);
    const delayMs = sandbox.latencyMs + (script?.delayMs ?? 0);
    if (delayMs > 0) await wait(delayMs);
    call.status = perform(call, script, outgoing);
    options.onAnswered?.(call);
  }

  function perform(call: SandboxCall, script: ScriptedAnswer | undefined, outgoing: ServerResponse): number | null {
    const { token } = call;
    const asked = asksForToken(call);
    const caller = { privateApp: token === null || !tokens.isIssued(token) };
    const { headers, refusal } = asked || token === null ? { headers: {}, refusal: null } : limits.count(token, caller);
    const real = () => {
      if (asked) return tokens.refresh(call);
      return tokens.refusal(token) ?? refusal ?? orFailure(() => answer(context(), call));
    };
    if (script === undefined) return sendAnswer(outgoing, real(), headers);
    if ('transform' in script) return sendAnswer(outgoing, script.transform(real()), headers);
    const carriedOut: SandboxAnswer = script.applied === true ? real() : { status: 200, body: {} };
    if ('answer' in script) return sendAnswer(outgoing, script.answer(caller), headers);
    if (!('breakConnection' in script)) return sendAnswer(outgoing, { body: '', ...script }, headers);
    if (script.breakConnection === 'half-body') sendHalf(outgoing, carriedOut, headers);
    else outgoing.destroy();
    return null;
  }

  const context = () => ({ portal, shuffle, switches, nowMs: Date.now() });

  const sandbox: Sandbox = {
    url: '',
    calls,
    switches,
    latencyMs: options.latencyMs ?? 0,
    answerNext: (script) => scripts.add(script),
    contact: (id) => portal.wholeRecord(id),
    addContact: (properties) => portal.add(properties, Date.now()),
    archive: (id) => portal.archive(id, Date.now()),
    merge: (intoId, id) => portal.merge(intoId, id, Date.now()),
    reset() {
      portal.reset();
      scripts.clear();
      limits.clear();
      calls.length = 0;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      portal.close();
    },
    [Symbol.asyncDispose]: () => sandbox.close(),
  };

  try {
    const url = await listen(server, options.port ?? 0);
    return Object.assign(sandbox, { url });
  } catch (error) {
    portal.close();
    throw error;
  }
}

/** Recorded: what HubSpot answers when it fails itself. What failed here (a file that is locked, say) goes to stderr. */
function orFailure(respond: () => SandboxAnswer): SandboxAnswer {
  try {
    return respond();
  } catch (error) {
    return failure(error);
  }
}

function failure(error: unknown): SandboxAnswer {
  process.stderr.write(`The sandbox could not answer a call: ${error instanceof Error ? error.stack : error}\n`);
  return internalError();
}

/** For what fails outside of an answer. A client that went away, as in the middle of its body, is told nothing. */
function answerFailure(outgoing: ServerResponse, error: unknown): void {
  if (outgoing.headersSent || (outgoing.socket?.destroyed ?? true)) outgoing.destroy();
  else sendAnswer(outgoing, failure(error), {});
}
