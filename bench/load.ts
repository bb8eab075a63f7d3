// Loads a server from a process of its own: clients with a connection each, raw undici, answers read to their end.
import { Pool } from 'undici';
import type { Load, LoadResult } from './messages.ts';

const mutation = (selected: string) => `mutation ($inputs: [UpdateContactInput!]!) {
  updateContacts(inputs: $inputs) { results { __typename ... on UpdateContactSuccess { inputIndex contact { ${selected} } } } }
}`;
const QUERY = mutation('id');
const QUERY_READING_BACK = mutation('id properties { lastname }');
const DIRECT_PATH = '/crm/v3/objects/contacts/batch/update';

/** Longer than any deadline of the gateway. */
const GIVE_UP_MS = 60_000;

class Loader {
  readonly #load: Load;
  readonly #pool: Pool;
  readonly #path: string;
  readonly #answers: Record<string, number> = {};
  readonly #times: number[] = [];
  #sent = 0;
  #inputs = 0;
  #pending = 0;
  #over = false;

  constructor(load: Load) {
    const { origin, pathname } = new URL(load.url);
    this.#load = load;
    this.#path = load.direct ? DIRECT_PATH : pathname;
    this.#pool = new Pool(origin, { connections: load.clients, pipelining: 1, headersTimeout: GIVE_UP_MS });
  }

  async run(): Promise<LoadResult> {
    const cpu = process.cpuUsage();
    const started = performance.now();
    if (this.#load.perSecond === null) await this.#closed(started + this.#load.seconds * 1000);
    else if (this.#load.random) await this.#atRandom(started, this.#load.perSecond);
    else await this.#open(started, this.#load.perSecond);
    const seconds = (performance.now() - started) / 1000;
    this.#over = true;
    const { user, system } = process.cpuUsage(cpu);
    await this.#pool.destroy();
    return {
      seconds,
      answers: this.#answers,
      times: this.#times.toSorted((a, b) => a - b),
      cpuSeconds: (user + system) / 1e6,
    };
  }

  /** Each client sends its next request when it has its answer. */
  async #closed(endAt: number): Promise<void> {
    const { clients, requests } = this.#load;
    const client = async (number: number) => {
      while (performance.now() < endAt && (requests === null || this.#sent < requests)) await this.#request(number);
    };
    await Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  }

  /** Requests come at a steady rate, as long as there are connections for them. What is not answered in time is not counted. */
  async #open(started: number, perSecond: number): Promise<void> {
    for (;;) {
      const elapsed = (performance.now() - started) / 1000;
      if (elapsed >= this.#load.seconds) return;
      const due = Math.floor(elapsed * perSecond);
      while (this.#sent < due && this.#pending < this.#load.clients) void this.#request(this.#sent);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Each request comes at a time of its own, and the answers to all of them count. */
  async #atRandom(started: number, perSecond: number): Promise<void> {
    const endAt = started + this.#load.seconds * 1000;
    const requests: Promise<void>[] = [];
    const next = () => (-Math.log(1 - Math.random()) * 1000) / perSecond;
    for (let dueAt = started + next(); dueAt < endAt; ) {
      for (; dueAt <= performance.now() && dueAt < endAt; dueAt += next())
        requests.push(this.#request(this.#sent, dueAt));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await Promise.all(requests);
  }

  async #request(client: number, dueAt = performance.now()): Promise<void> {
    const number = this.#sent;
    this.#sent += 1;
    const { inputsPerRequest, credentials, direct, readBack } = this.#load;
    const query = readBack ? QUERY_READING_BACK : QUERY;
    const inputs = Array.from({ length: inputsPerRequest }, (_, place) => this.#input(client, number, place));
    const traced = () => inputs.map((input, place) => ({ ...input, objectWriteTraceId: `${number}-${place}` }));
    const body = JSON.stringify(direct ? { inputs: traced() } : { query, variables: { inputs } });
    const authorization = `Bearer bench-${number % credentials}`;
    const headers = { 'content-type': 'application/json', accept: 'application/json', authorization };
    this.#pending += 1;
    try {
      const response = await this.#pool.request({ path: this.#path, method: 'POST', headers, body });
      const text = await response.body.text();
      this.#times.push(performance.now() - dueAt);
      this.#count(response.statusCode, text);
    } catch {
      this.#add('no answer', inputsPerRequest);
    } finally {
      this.#pending -= 1;
    }
  }

  #input(client: number, number: number, place: number) {
    const { ids, inputsPerRequest, hot, badEvery } = this.#load;
    const at = number < hot ? 0 : this.#load.perSecond === null ? client * inputsPerRequest + place + 1 : number;
    this.#inputs += 1;
    const bad = badEvery > 0 && this.#inputs % badEvery === 0;
    const value = `n${number}`;
    const id = ids[at % ids.length] ?? '';
    if (!bad) return { id, properties: { firstname: value } };
    return { id, properties: { firstname: value }, otherProperties: [{ name: 'no_such_property', value }] };
  }

  #count(status: number, text: string): void {
    if (status !== 200) this.#add(`HTTP ${status}`, this.#load.inputsPerRequest);
    else if (this.#load.direct) this.#add('UpdateContactSuccess', this.#load.inputsPerRequest);
    else for (const [, type = ''] of text.matchAll(/"__typename":"(\w+)"/g)) this.#add(type, 1);
  }

  #add(answer: string, count: number): void {
    if (!this.#over) this.#answers[answer] = (this.#answers[answer] ?? 0) + count;
  }
}

process.on('message', async (load: Load) => {
  process.send?.(await new Loader(load).run());
});
