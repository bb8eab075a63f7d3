import type { CodegenConfig } from '@graphql-codegen/cli';
import { addTypenameSelectionDocumentTransform } from '@graphql-codegen/client-preset';

// The manifest beside the documents, persisted-documents.json, is what TRUSTED_DOCUMENTS names.
const presetConfig = { fragmentMasking: false, persistedDocuments: { hashAlgorithm: 'sha256' } };

const config = {
  // The case of names counts: `a_b` and `ab` are two properties, with enums ContactAB and ContactAb.
  namingConvention: 'keep',
  enumsAsConst: true,
  useTypeImports: true,
  scalars: { Date: 'string', DateTime: 'string', JSON: 'unknown' },
};

/** All that front ends generate, made from the published contract alone: the SDL and the operations beside it. */
const codegen: CodegenConfig = {
  schema: 'schema/schema.graphql',
  importExtension: '.ts',
  generates: {
    'test/graphql-documents/': {
      documents: 'schema/operations/*.graphql',
      preset: 'client',
      presetConfig,
      config: { ...config, documentMode: 'string' },
    },
    'examples/clients/graphql-documents/': {
      documents: 'examples/clients/documents.ts',
      preset: 'client',
      presetConfig,
      config,
      // Caches need __typename everywhere. Without this Apollo and urql add it to what they send, but not to what was hashed:
      // then the gateway runs the document without it, and the screen keeps the old values after a save.
      documentTransforms: [addTypenameSelectionDocumentTransform],
    },
    'examples/contacts-screen/src/gql/': {
      documents: 'examples/contacts-screen/src/documents.ts',
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config,
      documentTransforms: [addTypenameSelectionDocumentTransform],
    },
    'schema/possible-types.json': { plugins: ['fragment-matcher'] },
  },
};

export default codegen;
