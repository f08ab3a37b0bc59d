const common = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' } }],
  },
};

export default {
  // A machine that is busy with hosts may load the program for seconds.
  testTimeout: 30_000,
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['<rootDir>/test/fleet/'],
    },
    {
      ...common,
      displayName: 'fleet',
      setupFilesAfterEnv: ['<rootDir>/test/fleet/support/once-more.ts'],
      testMatch: ['<rootDir>/test/fleet/**/*.test.ts'],
    },
  ],
};
