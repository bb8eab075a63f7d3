import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { readDefinitionsFile, type SentDefinition } from '../definitions-file.ts';
import type { ContactRecord } from '../hubspot/wire.ts';
import { bearerToken, createAccessTokens, type Limits } from './access-tokens.ts';
import type { Switches } from './calls.ts';
import { Contacts } from './contacts.ts';
import { FREE_ACCOUNT, TOKEN_LIFETIME_S } from './environment.ts';
import { internalError } from './error-bodies.ts';
import { listen, readRequest, type SandboxAnswer, type SandboxRequest, sendAnswer, sendHalf } from './http.ts';
import { answer, asksForToken, asksToSearch } from './routes.ts';
import { checkRules } from './rules.ts';
import { answerFaults, type ScriptedAnswer, ScriptedAnswers } from './scripted-answers.ts';

export interface SandboxOptions {
  /** Of the portal's properties, as HubSpot sends them. Default: those of schema/contact-properties.json. */
  readonly definitions?: readonly SentDefinition[];
  /** Default 0: any free port. */
  readonly port?: number;
  /** Time before each answer, in ms. Default 0. */
  readonly latencyMs?: number;
  /** What a token may use, where it is not the usual: 100 calls in 10 s, 250,000 a day; and 5 searches a second for all tokens. */
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

const USUAL: Readonly<Switches> = {
  invalidValues: 'item',
  echoTraceIds: true,
  emailUpdates: 'refused',
  searchLagMs: 0,
  rules: [],
};

/** Throws a `ConfigError` when the file, the port or the rules cannot be used. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const sent = options.definitions ?? readDefinitionsFile();
  // Documented: archived ones are listed only to those who ask for them.
  const definitions = sent.filter(({ archived }) => archived !== true);
  const switches: Switches = { ...USUAL, ...options.switches };
  checkRules(switches.rules, (property) => definitions.some(({ name }) => name === property));
  const contacts = new Contacts(definitions, options.file ?? null, switches);
  const scripts = new ScriptedAnswers();
  const calls: { -readonly [Key in keyof SandboxCall]: SandboxCall[Key] }[] = [];
  const tokens = createAccessTokens(
    { ...FREE_ACCOUNT, ...options.rateLimit },
    options.tokenLifetimeS ?? TOKEN_LIFETIME_S,
  );

  const server = createServer((incoming, outgoing) => {
    // The client went away, as in the middle of its body: it is told nothing.
    serve(incoming, outgoing).catch(() => outgoing.destroy());
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
    const script = scripts.take(request);
    const delayMs = sandbox.latencyMs + (script?.delayMs ?? 0);
    if (delayMs > 0) await wait(delayMs);
    try {
      call.status = perform(call, script, outgoing);
    } catch (error) {
      // Recorded: what HubSpot answers when it fails itself. What failed here (say, the file is locked) goes to stderr.
      process.stderr.write(`The sandbox could not answer a call: ${error instanceof Error ? error.stack : error}\n`);
      call.status = sendAnswer(outgoing, internalError(), {});
    }
    options.onAnswered?.(call);
  }

  /** Answers a call or breaks it. Returns the status that was sent. */
  function perform(call: SandboxCall, script: ScriptedAnswer | undefined, outgoing: ServerResponse): number | null {
    const forToken = asksForToken(call);
    const { headers, refusal } = forToken
      ? { headers: {}, refusal: null }
      : tokens.count(call.token, asksToSearch(call));
    const carryOut = () => answer({ contacts, definitions, switches, nowMs: Date.now() }, call);
    const real = () => (forToken ? tokens.refresh(call.body) : (refusal ?? carryOut()));
    if (script === undefined) return sendAnswer(outgoing, real(), headers);
    if ('transform' in script) return sendAnswer(outgoing, script.transform(real()), headers);
    const carriedOut: SandboxAnswer = script.applied === true ? real() : { status: 200, body: {} };
    if (!('breakConnection' in script)) return sendAnswer(outgoing, { body: '', ...script }, headers);
    if (script.breakConnection === 'half-body') sendHalf(outgoing, carriedOut, headers);
    else outgoing.destroy();
    return null;
  }

  const sandbox: Sandbox = {
    url: '',
    calls,
    switches,
    latencyMs: options.latencyMs ?? 0,
    answerNext: (script) => scripts.add(script),
    contact: (id) => contacts.readWhole(id),
    addContact: (properties) => contacts.add(properties),
    archive: (id) => contacts.archive([id]),
    merge: (intoId, id) => contacts.merge(intoId, id),
    reset() {
      contacts.reset();
      scripts.clear();
      tokens.forgetUse();
      calls.length = 0;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      contacts.close();
    },
    [Symbol.asyncDispose]: () => sandbox.close(),
  };

  try {
    const url = await listen(server, options.port ?? 0);
    return Object.assign(sandbox, { url });
  } catch (error) {
    contacts.close();
    throw error;
  }
}
