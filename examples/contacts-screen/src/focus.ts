/** Moves the focus, before what has it goes away. */
export const focusOn = (id: string): void => document.getElementById(id)?.focus();
