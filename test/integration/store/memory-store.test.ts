import { MemoryQueueStore } from '../../support/memory-queue-store.ts';
import { queueStoreConformance } from './queue-store-conformance.ts';

queueStoreConformance('the queue store of other tests', () => {
  const store = new MemoryQueueStore();
  return { open: () => Promise.resolve(store), dispose: () => undefined };
});
