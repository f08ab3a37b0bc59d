/** What a person reads after the first Ctrl-C. */
export const stopping = 'stopping: each host ends the step it is at; Ctrl-C again to wait no longer';
