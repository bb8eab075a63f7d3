// Yoga itself: a resolver that answers a constant of the same shape, and no upstream at all.
import { serveOneByOne } from './schema.ts';

await serveOneByOne(({ id }, inputIndex) => ({ __typename: 'UpdateContactSuccess', inputIndex, contact: { id } }));
