/** A sandbox could not be made, found or removed; the message is for the person and says what to do. */
export class SandboxFailure extends Error {
  override readonly name = 'SandboxFailure';
}
