import { normalizedExecutor } from '@graphql-tools/executor';
import { type ExecutionArgs, type ExecutionResult, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { GatewayContext } from '../graphql/context.ts';
import { refuseLongLists } from '../graphql/list-limit.ts';
import type { RequestRecord } from '../signals/request-log.ts';

/** What resolvers are given, and what becomes the log line of the request. */
export interface RequestContext extends GatewayContext {
  readonly record: RequestRecord;
}

/**
 * Carries out operations whose document is valid, within the limits of their lists and of their answer. `introspection`:
 * whether error messages may tell of the schema.
 */
export function execution({ maxInputs, introspection }: { maxInputs: number; introspection: boolean }): Plugin {
  async function execute(operation: ExecutionArgs): Promise<ExecutionResult> {
    const { answer, record } = operation.contextValue as RequestContext;
    const refusal = refuseLongLists(operation, maxInputs) ?? answer.refusePlan(operation);
    if (refusal !== null) return { data: null, errors: [refusal] };
    note(operation, record);
    // Nothing in the schema is delivered in parts.
    const result = await normalizedExecutor({ ...operation, hideSuggestions: !introspection });
    return answer.conclude(operation, result as ExecutionResult);
  }
  return { onExecute: ({ setExecuteFn }) => setExecuteFn(execute) };
}

/** In the log: a name may be as long as a request. */
const MAX_NAME = 100;

function note({ document, operationName }: ExecutionArgs, { operations }: RequestRecord): void {
  const operation = getOperationAST(document, operationName);
  operations.push(`${operation?.operation} ${operation?.name?.value.slice(0, MAX_NAME) ?? '(unnamed)'}`);
}
