import { type FormEvent, useState } from 'react';
import type { Problems } from './problems.ts';

export interface Values {
  readonly jobtitle: string | null;
  readonly email: string | null;
}

interface Props {
  /** What the client's cache holds: it changes when a save is answered, whoever sent it. */
  readonly contact: { readonly properties: Values & { readonly firstname?: string | null } };
  readonly definitions: readonly { readonly name: string; readonly label: string }[];
  readonly save: (changes: Partial<Values>) => Promise<Problems>;
}

const NAMES = ['jobtitle', 'email'] as const;

/** A form that knows nothing of any client. It saves what was changed, and shows what the cache holds above its fields. */
export function ContactForm({ contact: { properties }, definitions, save }: Props) {
  const [changes, setChanges] = useState<Partial<Values>>({});
  const [problems, setProblems] = useState<Problems>({});
  const [saving, setSaving] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setSaving(true);
    const found = await save(changes);
    setProblems(found);
    if (Object.keys(found).length === 0) setChanges({});
    setSaving(false);
  }

  return (
    <form onSubmit={submit} noValidate>
      <h1>{properties.firstname}</h1>
      <output>
        {properties.jobtitle}, {properties.email}
      </output>
      {NAMES.map((name) => (
        <p key={name}>
          <label>
            {definitions.find((definition) => definition.name === name)?.label ?? name}
            <input
              name={name}
              value={changes[name] ?? properties[name] ?? ''}
              onChange={({ target }) => setChanges({ ...changes, [name]: target.value })}
            />
          </label>
        </p>
      ))}
      <button type="submit" disabled={saving}>
        Save
      </button>
      {Object.entries(problems).map(([name, message]) => (
        <p key={name} role="alert">
          {name}: {message}
        </p>
      ))}
    </form>
  );
}
