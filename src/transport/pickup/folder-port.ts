/** A folder that messages are submitted from as files. Ring 1 port; the adapter is store/submission-folder.ts. */
export interface SubmissionFolder {
  /** Looks whether the folder can be used.
   *  @returns why it cannot, with the remedy, or null */
  problem(): Promise<string | null>;
  /** Gives back what was taken when the server ended in between. mail-flow.md §1.7, restart */
  recover(): Promise<void>;
  /** Names of the `.eml` files, in order. */
  waiting(): Promise<readonly string[]>;
  /** Takes a file for processing, under another name; null: it cannot be opened now, or it has gone. */
  take(name: string): Promise<TakenFile | null>;
}

export interface TakenFile {
  /** What the file was called, `report.eml`. */
  readonly name: string;
  /** Its octets from the start. */
  chunks(): AsyncIterable<Buffer>;
  /** It is in the queue: the file goes. Rejects when it cannot be deleted. */
  remove(): Promise<void>;
  /** Back to its own name: it is taken again later. */
  giveBack(): Promise<void>;
  /** It can never be submitted.
   *  @returns the name that it has from now on, `report.bad` */
  setAside(): Promise<string>;
}

/** Finds a folder: absolute, or below the data folder.
 *  @param dropFolders where Send connectors write files: none of these may be submitted again */
export type OpenSubmissionFolder = (path: string, dropFolders: readonly string[]) => SubmissionFolder;
