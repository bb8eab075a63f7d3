import { normalizedExecutor } from '@graphql-tools/executor';
import { type ExecutionArgs, type ExecutionResult, getOperationAST } from 'graphql';
import type { GatewayContext } from '../graphql/context.ts';
import { refuseManyItems } from '../graphql/list-limit.ts';
import type { RequestRecord } from '../signals/request-log.ts';

/** What resolvers are given, and what becomes the log line of the request. */
export interface RequestContext extends GatewayContext {
  readonly record: RequestRecord;
}

export interface Operation extends ExecutionArgs {
  readonly contextValue: RequestContext;
}

export type Execute = (operation: Operation) => Promise<ExecutionResult>;

/** Carries out operations whose document is valid. `introspection`: whether error messages may tell of the schema. */
export function execution({ maxInputs, introspection }: { maxInputs: number; introspection: boolean }): Execute {
  return async (operation) => {
    const { answer } = operation.contextValue;
    const refusal = refuseManyItems(operation, maxInputs) ?? answer.refusePlan(operation);
    if (refusal !== null) return { data: null, errors: [refusal] };
    note(operation);
    // Nothing in the schema is delivered in parts.
    const result = await normalizedExecutor({ ...operation, hideSuggestions: !introspection });
    return answer.conclude(operation, result as ExecutionResult);
  };
}

/** In the log: a name may be as long as a request. */
const MAX_NAME = 100;

function note({ document, operationName, contextValue: { record } }: Operation): void {
  const operation = getOperationAST(document, operationName);
  record.operations.push(`${operation?.operation} ${operation?.name?.value.slice(0, MAX_NAME) ?? '(unnamed)'}`);
}
