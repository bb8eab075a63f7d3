import { normalizedExecutor } from '@graphql-tools/executor';
import type { ExecutionArgs, ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { planOf, refuseLongLists } from '../graphql/operation-plan.ts';
import type { Arrival } from './arrival.ts';

/** Of an operation's name in the log: it may be as long as a request. */
const MAX_NAME = 100;

/**
 * Carries out operations whose document is valid, within the limits of their lists and of their answer. `introspection`:
 * whether error messages may tell of the schema.
 *
 * The executor is Yoga's own, because that of graphql-js 17 makes and aborts an AbortController for each operation, with a
 * DOMException and its stack.
 */
export function execution({ maxInputs, introspection }: { maxInputs: number; introspection: boolean }): Plugin {
  async function execute(args: ExecutionArgs): Promise<ExecutionResult> {
    // Not Yoga's context, which holds the request and the response: the executor keeps its own beyond the answer.
    const { context } = (args.contextValue as { readonly arrival: Arrival }).arrival;
    if (context === null) throw new Error('A request that was refused has come to its execution.');
    const { answer, record } = context;
    // Nothing in the schema is delivered in parts.
    const run = async () =>
      (await normalizedExecutor({
        ...args,
        contextValue: context,
        hideSuggestions: !introspection,
      })) as ExecutionResult;
    const plan = planOf(args);
    if (plan === null) return run();
    const refusal = refuseLongLists(plan, maxInputs) ?? answer.refusePlan(plan);
    if (refusal !== null) return { data: null, errors: [refusal] };
    const { operation, name } = plan.operation;
    record.operations.push(`${operation} ${name?.value.slice(0, MAX_NAME) ?? '(unnamed)'}`);
    return answer.conclude(plan, await run());
  }
  return { onExecute: ({ setExecuteFn }) => setExecuteFn(execute) };
}
