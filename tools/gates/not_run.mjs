/** A gate cannot run on this machine; the text says why. */
export class NotRun extends Error {}
