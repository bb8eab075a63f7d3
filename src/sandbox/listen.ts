import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigError } from '../environment.ts';

/** Listens on loopback; port 0 is any free one. Resolves to the address, rejects with a `ConfigError`. */
export async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    const refuse = ({ code, message }: NodeJS.ErrnoException) => {
      const why = code === 'EADDRINUSE' ? 'it is taken; set it to another one' : message;
      reject(new ConfigError([`SANDBOX_PORT=${port} cannot be listened on: ${why}.`]));
    };
    server.once('error', refuse).listen(port, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
