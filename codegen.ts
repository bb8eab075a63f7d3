import type { CodegenConfig } from '@graphql-codegen/cli';
import { addTypenameSelectionDocumentTransform } from '@graphql-codegen/client-preset';

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
      // The manifest beside the documents, persisted-documents.json, is what TRUSTED_DOCUMENTS names.
      presetConfig: { fragmentMasking: false, persistedDocuments: { hashAlgorithm: 'sha256' } },
      config: { ...config, documentMode: 'string' },
    },
    'examples/contacts-screen/src/gql/': {
      documents: 'examples/contacts-screen/src/documents.ts',
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      // So that results have types that Apollo's cache goes by.
      documentTransforms: [addTypenameSelectionDocumentTransform],
      config,
    },
    'schema/possible-types.json': { plugins: ['fragment-matcher'] },
  },
};

export default codegen;
