/** Lets one piece of work begin when the one before has ended. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Does it when its turn has come. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    this.#last = mine.catch(ignore);
    return mine;
  }
}

function ignore(): void {}
