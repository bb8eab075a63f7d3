import fc from 'fast-check';

// The same cases in every run, so that no change is blamed for a case that it has nothing to do with. Another seed plays others.
fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 1) });

export default fc;
