export interface Withdrawable {
  /** Its caller went away. */
  withdraw(): void;
}

/**
 * Tells what waits that its caller went away. By one listener for all that a caller has: a signal goes through its
 * listeners whenever one is added.
 */
export function createWithdrawals() {
  const groups = new WeakMap<AbortSignal, { readonly members: Set<Withdrawable>; readonly tell: () => void }>();

  function open(signal: AbortSignal) {
    const members = new Set<Withdrawable>();
    const tell = () => {
      for (const member of [...members]) member.withdraw();
    };
    signal.addEventListener('abort', tell);
    const group = { members, tell };
    groups.set(signal, group);
    return group;
  }

  return {
    add(signal: AbortSignal, member: Withdrawable): void {
      const { members } = groups.get(signal) ?? open(signal);
      members.add(member);
    },
    delete(signal: AbortSignal, member: Withdrawable): void {
      const group = groups.get(signal);
      if (group === undefined) return;
      group.members.delete(member);
      if (group.members.size > 0) return;
      signal.removeEventListener('abort', group.tell);
      groups.delete(signal);
    },
  };
}
