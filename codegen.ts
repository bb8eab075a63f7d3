import type { CodegenConfig } from '@graphql-codegen/cli';
import { addTypenameSelectionDocumentTransform } from '@graphql-codegen/client-preset';

/** Names and scalars as they are in the contract. */
const types = {
  // The case of names counts: `a_b` and `ab` are two properties, with enums ContactAB and ContactAb.
  namingConvention: 'keep',
  enumsAsConst: true,
  useTypeImports: true,
  scalars: { Date: 'string', DateTime: 'string', JSON: 'unknown' },
};

/** Typed documents for front ends, made from the published contract alone: the SDL and the operations beside it. */
const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  importExtension: '.ts',
  generates: {
    'test/graphql-documents/': {
      documents: 'schema/operations/*.graphql',
      preset: 'client',
      // The manifest beside the documents, persisted-documents.json, is what TRUSTED_DOCUMENTS names.
      presetConfig: { fragmentMasking: false, persistedDocuments: { hashAlgorithm: 'sha256' } },
      config: { ...types, documentMode: 'string' },
    },
    'examples/contacts-screen/src/gql/': {
      documents: 'examples/contacts-screen/src/documents.ts',
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      // Apollo's cache goes by the names of types.
      documentTransforms: [addTypenameSelectionDocumentTransform],
      config: types,
    },
    'schema/possible-types.json': {
      plugins: ['fragment-matcher'],
      config: { apolloClientVersion: 3 },
    },
  },
};

export default config;
