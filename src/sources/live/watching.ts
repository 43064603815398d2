import type {Cluster} from '../../cluster/cluster.ts'
import type {Read} from '../../cluster/read.ts'
import type {FollowedReads} from './followed-reads.ts'
import {type Gathered, gather, type Reader} from './gathering.ts'
import type {Pace} from './retry.ts'

type Input = Gathered['input']

interface Options {
  readonly pace: Pace
  readonly signal: AbortSignal
}

/** Changes are gathered for so long, in milliseconds: a rollout changes many objects at once. */
const INTERVAL = 200

/**
 * The sequence of clusters that a question is asked of: what it needs now, and again after each change. Each is as if it was read afresh; nothing that
 * the question does not need any more is in it. Ends only where the cluster refuses to be asked, or by its signal.
 * @throws UserError where the cluster cannot be asked at all; the signal's reason once it is aborted
 */
export async function* watch(
  followed: FollowedReads,
  needs: (soFar: Cluster) => readonly Read[],
  build: (input: Input) => Cluster,
  {pace, signal}: Options,
): AsyncGenerator<Gathered, never> {
  const {readAll, nothingRead} = followed
  // What was read once is known, even where the cluster cannot be reached any more.
  let reader: Reader = {readAll, ...(nothingRead && {nothingRead})}
  try {
    for (;;) {
      const began = pace.now()
      followed.beginTurn()
      const gathered = await gather(reader, needs, build)
      reader = {readAll}
      followed.endTurn()
      yield gathered
      // What takes long, because the cluster is large, is followed by a rest as long.
      const rested = 2 * pace.now() - began
      await followed.changed()
      await pace.sleep(Math.max(INTERVAL, rested - pace.now()), signal)
    }
  } finally {
    followed.close()
  }
}
