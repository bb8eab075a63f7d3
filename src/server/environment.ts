import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { integer } from '../environment.ts';
import { type JwtOptions, jwtOptions } from './jwt-options.ts';

/** How requests are accepted, as the environment says it. */
export interface ServerEnvironment {
  /** How tokens of callers are verified; null: they are not. */
  readonly jwt: JwtOptions | null;
  /** Inputs that one caller may send in a second, all of them at once if it likes; null: any number. */
  readonly callerInputsPerSecond: number | null;
  /** Proxies in front of the gateway whose X-Forwarded-… headers are believed. */
  readonly trustProxy: number;
  readonly maxConnections: number;
  /** How long the arrival of a request may take. */
  readonly requestTimeoutMs: number;
  readonly maxBodyBytes: number;
  /** Operations that one HTTP request may bring. */
  readonly maxRequestBatch: number;
  /** Tokens that a document may have. */
  readonly maxTokens: number;
  /** Whether the schema may be asked for, and error messages name what is like it. */
  readonly introspection: boolean;
  readonly graphiql: boolean;
  /** The only documents that run, by their hash; null: any runs. */
  readonly trustedDocuments: ReadonlyMap<string, string> | null;
}

const onOff = z.enum(['on', 'off'], { error: 'must be on or off' }).optional();

/** The variables that are read. */
export const serverVariables = {
  JWT_JWKS_URL: z.string().optional(),
  JWT_SECRET: z.string().optional(),
  JWT_ISSUER: z.string().optional(),
  JWT_AUDIENCE: z.string().optional(),
  JWT_ALGORITHMS: z.string().optional(),
  CALLER_INPUTS_PER_SECOND: integer(0, 1_000_000, 0),
  TRUST_PROXY: integer(0, 10, 0),
  MAX_CONNECTIONS: integer(1, 1_000_000, 10_000),
  REQUEST_TIMEOUT_MS: integer(100, 600_000, 15_000),
  MAX_BODY_BYTES: integer(1024, 104_857_600, 1_048_576),
  MAX_REQUEST_BATCH: integer(1, 1000, 10),
  MAX_TOKENS: integer(10, 1_000_000, 4000),
  INTROSPECTION: onOff,
  GRAPHIQL: onOff,
  TRUSTED_DOCUMENTS: z.string().optional(),
};

type Values = z.infer<z.ZodObject<typeof serverVariables>>;

/** Checks what one variable alone does not tell, and adds what is wrong to `problems`. */
export function serverOptions(
  values: Values,
  { callerAuth, production, problems }: { callerAuth: string; production: boolean; problems: string[] },
): ServerEnvironment {
  return {
    jwt: jwtOptions(values, callerAuth, problems),
    callerInputsPerSecond: values.CALLER_INPUTS_PER_SECOND || null,
    trustProxy: values.TRUST_PROXY,
    maxConnections: values.MAX_CONNECTIONS,
    requestTimeoutMs: values.REQUEST_TIMEOUT_MS,
    maxBodyBytes: values.MAX_BODY_BYTES,
    maxRequestBatch: values.MAX_REQUEST_BATCH,
    maxTokens: values.MAX_TOKENS,
    introspection: isOn(values.INTROSPECTION, !production),
    graphiql: isOn(values.GRAPHIQL, !production),
    trustedDocuments: readTrustedDocuments(values.TRUSTED_DOCUMENTS, problems),
  };
}

const isOn = (value: 'on' | 'off' | undefined, fallback: boolean) => (value === undefined ? fallback : value === 'on');

const manifest = z.record(z.string(), z.string());

function readTrustedDocuments(path: string | undefined, problems: string[]): ReadonlyMap<string, string> | null {
  if (path === undefined) return null;
  try {
    return new Map(Object.entries(manifest.parse(JSON.parse(readFileSync(path, 'utf8')))));
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    problems.push(
      `TRUSTED_DOCUMENTS=${path} cannot be used${why}: it must be a JSON file of documents by their hash, as codegen writes it.`,
    );
    return null;
  }
}
