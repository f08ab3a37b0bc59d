import { jest } from '@jest/globals';

// Real hosts share a machine with whatever else it does: a test that fails is tried once more, and its first failure told.
jest.retryTimes(1, { logErrorsBeforeRetry: true });
