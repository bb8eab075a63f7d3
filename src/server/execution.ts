import { normalizedExecutor } from '@graphql-tools/executor';
import { type ExecutionArgs, type ExecutionResult, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { refuseLongLists } from '../graphql/list-limit.ts';
import type { RequestRecord } from '../telemetry/requests.ts';
import type { Arrival } from './arrival.ts';

/**
 * Carries out operations whose document is valid, within the limits of their lists and of their answer. `introspection`:
 * whether error messages may tell of the schema.
 */
export function execution({ maxInputs, introspection }: { maxInputs: number; introspection: boolean }): Plugin {
  async function execute(args: ExecutionArgs): Promise<ExecutionResult> {
    // Not Yoga's context, which holds the request and the response: the executor keeps its own beyond the answer.
    const { context } = (args.contextValue as { readonly arrival: Arrival }).arrival;
    if (context === null) throw new Error('A request that was refused has come to its execution.');
    const { answer, record } = context;
    const operation = { ...args, contextValue: context };
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
