import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { readDefinitionsFile, type SentDefinition } from '../definitions-file.ts';
import type { ContactRecord } from '../hubspot/wire.ts';
import { type AppOf, bearerToken, createAccessTokens, type Limits } from './access-tokens.ts';
import type { Switches } from './calls.ts';
import { Contacts } from './contacts.ts';
import { FREE_ACCOUNT, TOKEN_LIFETIME_S } from './environment.ts';
import { internalError } from './error-bodies.ts';
import { listen, readRequest, type SandboxAnswer, type SandboxRequest, sendAnswer, sendHalf } from './http.ts';
import { answer, asksAboutToken, asksForToken, asksToSearch } from './routes.ts';
import { checkRules } from './rules.ts';
import { answerFaults, type ScriptedAnswer, ScriptedAnswers } from './scripted-answers.ts';

export interface SandboxOptions {
  /** Of the portal's properties, as HubSpot sends them. Default: those of schema/contact-properties.json. */
  readonly definitions?: readonly SentDefinition[] | null;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Time before each answer, in ms. Default 0. */
  readonly latencyMs?: number;
  /** What an app may use, where it is not the usual: 100 calls in 10 s, 250,000 a day; and 5 searches a second for all apps. */
  readonly rateLimit?: Partial<Limits>;
  /** Whose a token is that the sandbox did not issue itself. Default: each is that of an app of its own. */
  readonly appOf?: AppOf;
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

type Received = { -readonly [Key in keyof SandboxCall]: SandboxCall[Key] };

/** HubSpot on loopback, with 200 contacts. */
export interface Sandbox extends AsyncDisposable {
  /** http://127.0.0.1:port */
  readonly url: string;
  /** In the order of their arrival; the last 10,000 of them. */
  readonly calls: readonly SandboxCall[];
  /** Those that ask whose a token is. They are not among the others, and meet only scripts that name a path. */
  readonly tokenLookUps: readonly SandboxCall[];
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
  /** From now on the portal's properties are these, as HubSpot sends them. */
  define(definitions: readonly SentDefinition[]): void;
  /** Back to a fresh portal: no calls, no scripts, the first contacts. The address and the switches stay. */
  reset(): void;
  close(): Promise<void>;
}

/** Documented: archived ones are listed only to those who ask for them. */
const live = (definitions: readonly SentDefinition[]) => definitions.filter(({ archived }) => archived !== true);

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
  let definitions = live(options.definitions ?? readDefinitionsFile());
  const switches: Switches = { ...USUAL, ...options.switches };
  checkRules(switches.rules, (property) => definitions.some(({ name }) => name === property));
  const contacts = new Contacts(definitions, options.file ?? null, switches);
  const scripts = new ScriptedAnswers();
  const calls: Received[] = [];
  const tokenLookUps: Received[] = [];
  const tokens = createAccessTokens(
    { ...FREE_ACCOUNT, ...options.rateLimit },
    options.tokenLifetimeS ?? TOKEN_LIFETIME_S,
    options.appOf,
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
    const isLookUp = asksAboutToken(request);
    const received = isLookUp ? tokenLookUps : calls;
    received.push(call);
    if (received.length > KEPT_CALLS) received.shift();
    const script = scripts.take(request, isLookUp);
    const delayMs = sandbox.latencyMs + (script?.delayMs ?? 0);
    if (delayMs > 0) await wait(delayMs);
    try {
      call.status = perform(call, script, outgoing);
    } catch (error) {
      // Recorded: what HubSpot answers when it fails itself. What failed here (say, the file is locked) goes to stderr.
      process.stderr.write(`The sandbox could not answer a call: ${error instanceof Error ? error.stack : error}\n`);
      call.status = sendAnswer(outgoing, internalError(), {});
    }
    if (!isLookUp) options.onAnswered?.(call);
  }

  /** Answers a call or breaks it. Returns the status that was sent. */
  function perform(call: SandboxCall, script: ScriptedAnswer | undefined, outgoing: ServerResponse): number | null {
    const ofTokens = asksForToken(call) ? tokens.refresh : asksAboutToken(call) ? tokens.describe : null;
    const { headers, refusal } = ofTokens
      ? { headers: {}, refusal: null }
      : tokens.count(call.token, asksToSearch(call));
    const carryOut = () => answer({ contacts, definitions, switches, nowMs: Date.now() }, call);
    const real = () => ofTokens?.(call) ?? refusal ?? carryOut();
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
    tokenLookUps,
    switches,
    latencyMs: options.latencyMs ?? 0,
    answerNext: (script) => scripts.add(script),
    contact: (id) => contacts.readWhole(id),
    addContact: (properties) => contacts.add(properties),
    archive: (id) => contacts.archive([id]),
    merge: (intoId, id) => contacts.merge(intoId, id),
    define(sent) {
      definitions = live(sent);
      contacts.define(definitions);
    },
    reset() {
      contacts.reset();
      scripts.clear();
      tokens.forgetUse();
      calls.length = 0;
      tokenLookUps.length = 0;
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
