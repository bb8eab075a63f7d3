// `npm run example`: the sandbox, the gateway and the screen, until Ctrl+C.
import { startExample } from './start.ts';

const example = await startExample({
  port: Number(process.env.PORT ?? 5173),
  // As far away as HubSpot is.
  sandbox: { latencyMs: 150 },
});
process.stdout.write(`\n  ${example.url}\n\n`);

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // npm passes on a signal that the terminal has sent already.
    if (stopping) return;
    stopping = true;
    void example.close();
  });
}
