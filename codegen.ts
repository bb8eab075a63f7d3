import type { CodegenConfig } from '@graphql-codegen/cli';

/** Typed documents for front ends, made from the published contract alone: the SDL and the operations beside it. */
const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  documents: 'schema/operations/*.graphql',
  importExtension: '.ts',
  generates: {
    'test/graphql-documents/': {
      preset: 'client',
      // The manifest beside the documents, persisted-documents.json, is what TRUSTED_DOCUMENTS names.
      presetConfig: { fragmentMasking: false, persistedDocuments: { hashAlgorithm: 'sha256' } },
      config: {
        // The case of names counts: `a_b` and `ab` are two properties, with enums ContactAB and ContactAb.
        namingConvention: 'keep',
        documentMode: 'string',
        enumsAsConst: true,
        useTypeImports: true,
        scalars: { Date: 'string', DateTime: 'string', JSON: 'unknown' },
      },
    },
  },
};

export default config;
