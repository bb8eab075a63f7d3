// Four replicas on one Redis at HubSpot's own quota, 60 s of more load than that; Redis dies and comes back empty, and a
// replica stops. Fails on a 429, on an update that was lost, and when less than 90 % of the quota is used.
// `npm run test:soak` runs it.
import { loadReplicas } from '../replicas-under-load.ts';

const { calls, allowed, refused, saves, written, stoppedCode } = await loadReplicas({
  limit: 100,
  intervalMs: 10_000,
  loadMs: Number(process.env.SOAK_SECONDS ?? 60) * 1_000,
});

const succeeded = saves.filter(({ answer }) => answer === 'UpdateContactSuccess');
const lost = succeeded.filter(({ contact, value }) => !written.has(`${contact} ${value}`));
const refusedConnections = saves.filter(({ answer }) => answer === 'refused').length;
const broken = saves.filter(({ answer }) => answer === 'broken');
const cut = broken.filter(({ contact, value }) => written.has(`${contact} ${value}`));
const used = calls / allowed;

process.stdout.write(
  `${calls} calls of ${allowed} (${(used * 100).toFixed(1)} %), answered 429: ${refused}\n` +
    `${saves.length} updates, answered as success: ${succeeded.length}, of these lost: ${lost.length}\n` +
    `connections refused: ${refusedConnections}, broken without an answer: ${broken.length}, of these written: ${cut.length}\n` +
    `the stopped replica ended with code ${stoppedCode}\n`,
);
const good = refused === 0 && used >= 0.9 && lost.length === 0 && cut.length === 0 && stoppedCode === 0;
process.exit(good ? 0 : 1);
