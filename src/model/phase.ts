/**
 * The order in which a host's steps run, whatever kinds they come from. Within a phase the order is the document's.
 * Enablement stands before the reload so that one daemon-reload serves both unit files and links.
 */
export const phases = [
  'verify', // check what is about to be installed; changes nothing
  'retire', // stop and disable what goes away, while its file is still there
  'content', // trees and repositories
  'files', // unit files and drop-ins
  'enablement', // unmask, enable, disable, mask
  'reload', // one daemon-reload per manager
  'stop',
  'start', // start, restart, reload of services
  'health', // is what was started still up?
] as const;

export type Phase = (typeof phases)[number];
