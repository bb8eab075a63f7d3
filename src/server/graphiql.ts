import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { type GraphQLSchema, parse, validate } from 'graphql';

const operations = new URL('../../schema/operations/', import.meta.url);

/**
 * The tabs GraphiQL opens with: the operations of schema/operations, in the order of their file names. One that the schema does
 * not know, because the account lacks a property, says so.
 */
function readTabs(schema: GraphQLSchema) {
  const files = readdirSync(operations).filter((file) => file.endsWith('.graphql'));
  return files.sort().map((file) => {
    const query = readFileSync(new URL(file, operations), 'utf8');
    const lacks = validate(schema, parse(query)).map(({ message }) => `#   ${message}\n`);
    if (lacks.length === 0) return { query };
    return {
      query: `# This example does not fit the account as it is. Change what it does not know:\n${lacks.join('')}${query}`,
    };
  });
}

/**
 * GraphiQL as it ships in a package, so that it works where the browser reaches the gateway and nothing else, and the headers
 * that let a browser run what is in it and nothing else. To be loaded when it is asked for: the package is 50 MB in memory, and
 * most processes never show it.
 */
export async function loadGraphiql(schema: GraphQLSchema) {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const html = renderGraphiQL({ title: 'contacts-gateway', defaultTabs: readTabs(schema) });
  // Its one script is all that runs, known by its hash. Its editor makes workers of parts of it, and writes styles.
  const start = html.indexOf('<script>') + '<script>'.length;
  const script = html.slice(start, html.indexOf('</script>', start));
  const hash = createHash('sha256').update(script).digest('base64');
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${hash}'`,
    'worker-src blob:',
    "style-src 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    html: Buffer.from(html),
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy.join('; ') },
  };
}
