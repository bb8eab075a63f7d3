import { defineConfig, type Plugin } from 'vite';

/** What babel-plugin-relay does: puts what the compiler made of an operation in the place of its text. */
const relay: Plugin = {
  name: 'relay',
  enforce: 'pre',
  transform: {
    filter: { id: /\/relay\/.*\.tsx$/ },
    handler(code) {
      const names: string[] = [];
      const compiled = code.replace(/graphql`\s*\w+ (\w+)[^`]*`/g, (_, name: string) => {
        names.push(`import ${name}$ from './__generated__/${name}.graphql.ts';`);
        return `${name}$`;
      });
      return [...names, compiled].join('\n');
    },
  },
};

// A cache of its own: two servers that share one get into each other's way.
export default defineConfig({ plugins: [relay], cacheDir: '../node_modules/.vite/clients' });
