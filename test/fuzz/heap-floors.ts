/** The lowest heap in each tenth of a run: what is left after a full collection. */
export class HeapFloors {
  readonly #floors: number[] = [];
  readonly #startedAt = performance.now();
  readonly #tenthMs: number;

  constructor(seconds: number) {
    this.#tenthMs = seconds * 100;
  }

  look(): void {
    const tenth = Math.floor((performance.now() - this.#startedAt) / this.#tenthMs);
    this.#floors[tenth] = Math.min(this.#floors[tenth] ?? Number.POSITIVE_INFINITY, process.memoryUsage().heapUsed);
  }

  /** The first tenth warms up: tables are built, code is compiled. */
  firstAndLast(): readonly [number, number] {
    return [this.#floors[1] ?? 0, this.#floors[9] ?? this.#floors.at(-1) ?? 0];
  }
}
