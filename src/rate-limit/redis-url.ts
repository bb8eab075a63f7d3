import { inspect } from 'node:util';

/** Address of a Redis. Its password is printed nowhere. */
export class RedisUrl {
  readonly #url: URL;

  constructor(text: string) {
    this.#url = new URL(text);
  }

  /** Whole, for the client alone. */
  reveal(): string {
    return this.#url.href;
  }

  /** redis://host:port */
  toString(): string {
    return `${this.#url.protocol}//${this.#url.host}`;
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}

/** redis:// or rediss:// (with TLS), a host, and a number of a database or nothing as the path. */
export function isRedisUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || !/^rediss?:$/.test(url.protocol) || url.hostname === '') return false;
  return /^\/?\d*$/.test(url.pathname) && url.search === '' && url.hash === '';
}
