import { useEffect, useState } from 'react';

/** Of the sandbox, for a demonstration: a screen of yours has nothing like it. */
const FAULTS = [
  {
    fault: 'unavailable',
    seconds: 6,
    label: 'Play an outage',
    active: 'HubSpot is down',
    meanwhile: 'Saves wait meanwhile.',
  },
  {
    fault: 'no-answer-after-write',
    seconds: 12,
    label: 'Lose answers',
    active: 'HubSpot’s answers get lost',
    meanwhile: 'It saves all the same.',
  },
] as const;

interface Playing {
  readonly fault: string;
  readonly left: number;
}

export function Outage({ say }: { readonly say: (text: string) => void }) {
  const [playing, setPlaying] = useState<Playing | null>(null);

  useEffect(() => {
    if (playing === null) return;
    const next = playing.left > 1 ? { ...playing, left: playing.left - 1 } : null;
    const timer = setTimeout(() => {
      setPlaying(next);
      if (next === null) say('HubSpot answers again.');
    }, 1000);
    return () => clearTimeout(timer);
  }, [playing, say]);

  async function toggle({ fault, seconds, active, meanwhile }: (typeof FAULTS)[number]) {
    await fetch('/sandbox/faults', { method: 'DELETE' });
    const on = playing?.fault !== fault;
    if (on) {
      const headers = { 'content-type': 'application/json' };
      await fetch('/sandbox/faults', { method: 'POST', headers, body: JSON.stringify({ fault, seconds }) });
    }
    setPlaying(on ? { fault, left: seconds } : null);
    say(on ? `${active} for ${seconds} seconds. ${meanwhile}` : 'HubSpot answers again.');
  }

  return (
    <fieldset className="outage">
      <legend>Sandbox</legend>
      {FAULTS.map((fault) => {
        const left = playing?.fault === fault.fault ? playing.left : null;
        return (
          <button
            key={fault.fault}
            type="button"
            role="switch"
            aria-checked={left !== null}
            onClick={() => void toggle(fault)}
          >
            {fault.label}
            {left !== null && <span aria-hidden="true"> {left} s</span>}
          </button>
        );
      })}
    </fieldset>
  );
}
