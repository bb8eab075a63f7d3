/** The answer to one input, as far as a form needs it: what `... on ContactError` and the types beside it select. */
interface Answer {
  readonly __typename: string;
  readonly message?: string;
  readonly applied?: string;
  readonly retryable?: boolean;
  readonly problems?: readonly { readonly property: string; readonly message: string }[];
}

/** What is wrong, by property. Under `form` is what no property is to blame for. */
export type Problems = Readonly<Record<string, string>>;

/** What a form shows after a save. Without an answer there is the reason why none came. */
export function problemsOf(answer: Answer | undefined, reason?: Error): Problems {
  // The request was refused as a whole, or its answer was lost on the way: only a look at the contact tells which.
  if (!answer) return { form: `${reason?.message ?? 'There was no answer.'} Reload before you save again.` };
  if (answer.__typename === 'UpdateContactSuccess') return {};
  if (answer.problems) return Object.fromEntries(answer.problems.map(({ property, message }) => [property, message]));
  if (answer.applied === 'UNKNOWN') return { form: `${answer.message} Reload before you save again.` };
  return { form: answer.retryable ? `${answer.message} Save again in a moment.` : `${answer.message}` };
}
