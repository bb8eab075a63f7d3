import { GraphQLError } from 'graphql';

/** Refuses a list that is longer than the gateway takes, before anything is sent. */
export function refuseLongList(argument: string, items: readonly unknown[], limit: number): void {
  if (items.length > limit) {
    throw new GraphQLError(
      `"${argument}" has ${items.length} items; this gateway takes at most ${limit}. Send them in parts.`,
      {
        extensions: { code: 'TOO_MANY_INPUTS', limit, received: items.length },
      },
    );
  }
}

export function refuseEmptyList(argument: string, items: readonly unknown[]): void {
  if (items.length === 0) {
    throw new GraphQLError(`"${argument}" is empty; give it at least one item.`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
}
