/** Called with one line whenever something begins that takes longer than a moment. */
export type Progress = (line: string) => void;
