import type { Definition } from './contact.ts';
import { type Choice, choices, join, type Kind, split } from './form-values.ts';

interface PropertyFieldProps {
  readonly definition: Definition;
  readonly kind: Kind;
  /** What is stored now. */
  readonly raw: string | null;
  readonly text: string;
  readonly changed?: boolean;
  readonly problem?: string | undefined;
  /** Tells apart the fields of two forms for the same property. */
  readonly idPrefix?: string;
  readonly onChange: (text: string) => void;
}

/** The field of a property, drawn from its definition. */
export function PropertyField(props: PropertyFieldProps) {
  const { definition, kind, raw, text, changed = false, problem, idPrefix = 'property', onChange } = props;
  const { name, label } = definition;
  const id = `${idPrefix}-${name}`;
  const hint = problem === undefined && hintOf(definition, kind);
  const notes = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ') || undefined;
  const isGroup = kind === 'several' || kind === 'yes-no';
  const control = { id, name, 'aria-describedby': notes, 'aria-invalid': problem !== undefined };
  const around = (
    <>
      {hint && (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      )}
      {problem && (
        <p id={`${id}-problem`} className="problem">
          {problem}
        </p>
      )}
    </>
  );
  const className = `field${changed ? ' changed' : ''}${kind === 'long-text' || isGroup ? ' wide' : ''}`;

  if (isGroup) {
    return (
      <fieldset className={className} aria-describedby={notes} data-invalid={problem !== undefined}>
        <legend>{label}</legend>
        <Ticks {...{ name, kind, text, onChange }} options={choices(definition, kind, raw)} />
        {around}
      </fieldset>
    );
  }
  return (
    <div className={className}>
      <label htmlFor={id}>{label}</label>
      {kind === 'one' ? (
        <select {...control} value={text} onChange={(event) => onChange(event.target.value)}>
          <option value="">Not set</option>
          {choices(definition, kind, raw).map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      ) : kind === 'long-text' ? (
        <textarea {...control} rows={3} value={text} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <input
          {...control}
          {...INPUTS[kind]}
          autoComplete="off"
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {around}
    </div>
  );
}

const INPUTS: Readonly<Record<Exclude<Kind, 'one' | 'long-text' | 'several' | 'yes-no'>, object>> = {
  text: { type: 'text' },
  // A field of type number would not tell what it cannot read, and what it shows would not be what is saved.
  number: { type: 'text', inputMode: 'decimal' },
  date: { type: 'date' },
  datetime: { type: 'datetime-local', step: 'any' },
};

interface TicksProps extends Pick<PropertyFieldProps, 'kind' | 'text' | 'onChange'> {
  readonly name: string;
  readonly options: readonly Choice[];
}

function Ticks({ name, kind, text, options, onChange }: TicksProps) {
  const several = kind === 'several';
  const ticked = several ? split(text) : [text];
  const tick = (value: string, on: boolean) => {
    if (!several) onChange(value);
    else onChange(join(on ? [...ticked, value] : ticked.filter((other) => other !== value)));
  };
  const offered = several ? options : [...options, { value: '', label: 'Not set' }];
  return (
    <div className="ticks">
      {offered.map(({ value, label }) => (
        <label key={value}>
          <input
            type={several ? 'checkbox' : 'radio'}
            name={name}
            value={value}
            checked={ticked.includes(value)}
            onChange={(event) => tick(value, event.target.checked)}
          />
          {label}
        </label>
      ))}
    </div>
  );
}

/** A date that is typed in part is an empty text to the page, and nobody means to save that. */
export function problemOfInput(form: HTMLFormElement | null, name: string): string | null {
  const control = form?.elements.namedItem(name);
  return control instanceof HTMLInputElement && control.validity.badInput ? 'This date is not complete.' : null;
}

/** What helps before something is wrong. */
function hintOf({ rules }: Definition, kind: Kind): string {
  const limit = (type: string) => rules?.find((rule) => rule.type === type)?.arguments[0];
  const [longest, least, most] = [limit('MAX_LENGTH'), limit('MIN_NUMBER'), limit('MAX_NUMBER')];
  return [
    kind === 'datetime' && 'Time in UTC.',
    longest !== undefined && `At most ${longest} characters.`,
    least !== undefined && most !== undefined && `From ${least} to ${most}.`,
  ]
    .filter(Boolean)
    .join(' ');
}
