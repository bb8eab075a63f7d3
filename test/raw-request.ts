import { connect } from 'node:net';

/** Sends bytes as they are, and gives all that comes back until the server closes the connection. */
export function rawRequest(url: string, bytes: string): Promise<string> {
  const { port, hostname } = new URL(url);
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes)).setEncoding('utf8');
    socket
      .on('data', (text) => {
        answer += text;
      })
      .on('error', (error) => {
        answer += error.message;
      })
      .on('close', () => resolve(answer));
  });
}
