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
 * What waits for @graphiql/react. Its tabs can be dragged, by framer-motion, which takes the change of their widths when the
 * font arrives for a move: it leaves every tab shifted by hundreds of pixels. GraphiQL's own style undoes the shift, but not for
 * the tab that has the focus. So a tab that is pressed jumps from under the pointer, and the press is no click: the play button
 * then runs the operation of the tab before. Without any shift one click is enough, and tabs can still be dragged. The other
 * rules keep the examples in sight where there is room, with a scrollbar where there is none, the title on one line, and the
 * page as large as the window.
 */
const STYLE = `
  .graphiql-tab { transform: none !important; flex-shrink: 1; min-width: 7rem; }
  .graphiql-tabs { scrollbar-width: thin; }
  .graphiql-tab-button { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .graphiql-logo { white-space: nowrap; }
  body { overflow: hidden; }
`;

/**
 * Runs in the browser: puts the operation of a link (`?query=…&variables=…`) in front of the examples. A browser that has kept
 * tabs shows these, and GraphiQL adds the operation to them. But it adds it with the variables that were used last, which is
 * right only where the address is its own: GraphiQL writes what is edited into the address, without the variables. And where
 * nothing was edited yet, it would add an empty tab when the page is loaded again, and show that.
 */
const WITH_LINK = `(options) => {
  const link = new URLSearchParams(location.search);
  const query = link.get('query');
  const edited = localStorage.getItem('graphiql:query');
  if (query) {
    const variables = link.get('variables') ?? (edited === query ? undefined : '');
    const others = options.defaultTabs.filter((tab) => tab.query !== query);
    return { ...options, query, variables, defaultTabs: [{ query, variables }, ...others] };
  }
  if (edited !== null) return options;
  try {
    const { tabs, activeTabIndex } = JSON.parse(localStorage.getItem('graphiql:tabState'));
    return { ...options, query: tabs[activeTabIndex].query, variables: tabs[activeTabIndex].variables ?? '' };
  } catch {
    return options;
  }
}`;

/**
 * GraphiQL as it ships in a package, so that it works where the browser reaches the gateway and nothing else, and the headers
 * that let a browser run what is in it and nothing else. To be loaded when it is asked for: the package is 50 MB in memory, and
 * most processes never show it.
 */
export async function loadGraphiql(schema: GraphQLSchema) {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const options = { title: 'contacts-gateway', defaultTabs: readTabs(schema) };
  const literal = JSON.stringify(options);
  const html = renderGraphiQL(options)
    .replace('</head>', () => `<style>${STYLE}</style></head>`)
    .replace(literal, () => `(${WITH_LINK})(${literal})`);
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
