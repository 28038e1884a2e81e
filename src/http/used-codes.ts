/** A one-time password is good once: a step that was used, and all before it, are no longer. RFC 6238 §5.2 */
export class UsedCodes {
  readonly #lastStep = new Map<string, number>();

  /** @param step null = the code was wrong
   *  @returns false where the code is wrong or was used before */
  take(administrator: string, step: number | null): boolean {
    if (step === null || step <= (this.#lastStep.get(administrator) ?? -1)) return false;
    this.#lastStep.set(administrator, step);
    return true;
  }
}
