/** Works on up to `ahead` items beyond the one waited for, and gives the results in the items' order. */
export async function* inTurn<Item, Done>(
  items: AsyncIterable<Item>,
  work: (item: Item) => Promise<Done>,
  ahead: number,
): AsyncIterable<Awaited<Done>> {
  const running: Promise<Done>[] = [];
  for await (const item of items) {
    const done = work(item);
    // Its error is thrown in its turn; one that fails earlier, or is never waited for, is no unhandled one.
    done.catch(() => undefined);
    running.push(done);
    const [first] = running;
    if (running.length > ahead && first !== undefined) {
      yield await first;
      void running.shift();
    }
  }
  for (const done of running) yield await done;
}
